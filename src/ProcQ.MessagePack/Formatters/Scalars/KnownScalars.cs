using System.Collections;
using System.Numerics;
using System.Text;
using ProcQ.MessagePack.Building;

namespace ProcQ.MessagePack.Formatters.Scalars;

/// <summary>The types of the runtime that are one value. Found by name, so that asking for one does not load the assemblies of the others.</summary>
internal static class KnownScalars
{
    public static readonly Dictionary<string, Func<IUntypedFormatter>> ByName = new(StringComparer.Ordinal)
    {
        ["System.Half"] = static () => new ScalarFormatter<Half, HalfForm>(),
        ["System.Decimal"] = static () => new ScalarFormatter<decimal, DecimalForm>(),
        ["System.Int128"] = static () => new ScalarFormatter<Int128, Int128Form>(),
        ["System.UInt128"] = static () => new ScalarFormatter<UInt128, UInt128Form>(),
        ["System.Text.Rune"] = static () => new ScalarFormatter<Rune, RuneForm>(),
        ["System.Guid"] = static () => new ScalarFormatter<Guid, GuidForm>(),
        ["System.DateTime"] = static () => new ScalarFormatter<DateTime, DateTimeForm>(),
        ["System.DateTimeOffset"] = static () => new ScalarFormatter<DateTimeOffset, DateTimeOffsetForm>(),
        ["System.DateOnly"] = static () => new ScalarFormatter<DateOnly, DateOnlyForm>(),
        ["System.TimeOnly"] = static () => new ScalarFormatter<TimeOnly, TimeOnlyForm>(),
        ["System.TimeSpan"] = static () => new ScalarFormatter<TimeSpan, TimeSpanForm>(),
        ["System.Uri"] = static () => new ScalarFormatter<Uri, UriForm>(),
        ["System.Version"] = static () => new ScalarFormatter<Version, VersionForm>(),
        ["System.Type"] = static () => new ScalarFormatter<Type, TypeForm>(),
        ["System.Text.StringBuilder"] = static () => new ScalarFormatter<StringBuilder, StringBuilderForm>(),
        ["System.Collections.BitArray"] = static () => new ScalarFormatter<BitArray, BitArrayForm>(),
        ["System.Numerics.BigInteger"] = static () => new ScalarFormatter<BigInteger, BigIntegerForm>(),
        ["System.Numerics.Complex"] = static () => new ScalarFormatter<Complex, ComplexForm>(),
        ["System.Numerics.Vector2"] = static () => new FloatsFormatter<Vector2>(),
        ["System.Numerics.Vector3"] = static () => new FloatsFormatter<Vector3>(),
        ["System.Numerics.Vector4"] = static () => new FloatsFormatter<Vector4>(),
        ["System.Numerics.Quaternion"] = static () => new FloatsFormatter<Quaternion>(),
        ["System.Numerics.Matrix3x2"] = static () => new FloatsFormatter<Matrix3x2>(),
        ["System.Numerics.Matrix4x4"] = static () => new FloatsFormatter<Matrix4x4>(),
    };
}
