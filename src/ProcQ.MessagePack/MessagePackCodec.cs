using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using ProcQ.MessagePack.Building;
using ProcQ.MessagePack.Reading;
using ProcQ.MessagePack.Writing;

namespace ProcQ.MessagePack;

/// <summary>
/// Turns values into MessagePack bytes and back, byte for byte as MessagePack-CSharp does with its standard and contractless resolvers. The static
/// type in the call decides everything; the bytes never name a type. Every failure is a <see cref="MessagePackException"/>.
/// </summary>
[RequiresDynamicCode("Formatters are generated at run time.")]
[RequiresUnreferencedCode("Members are found by reflection.")]
public static class MessagePackCodec
{
    /// <summary>The bytes of a value.</summary>
    public static byte[] Serialize<T>(T value, MessagePackOptions? options = null)
    {
        using var output = ScratchOutput.Rent();
        Serialize(output, value, options);
        return output.Written.ToArray();
    }

    /// <summary>Writes the bytes of a value. After an exception <paramref name="writer"/> may hold a part of them.</summary>
    public static void Serialize<T>(IBufferWriter<byte> writer, T value, MessagePackOptions? options = null)
    {
        var formatter = FormatterOf<T>.Get(options);
        var packer = new MessagePackWriter(writer, options);
        try
        {
            formatter.Serialize(ref packer, value);
        }
        catch (MessagePackException failure) when (failure.Inside(TypeNames.Short(typeof(T))))
        {
            throw;
        }

        packer.Flush();
    }

    /// <summary>Writes the bytes of a value whose static type is known only at run time.</summary>
    public static void Serialize(Type type, object? value, IBufferWriter<byte> writer, MessagePackOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (value is null ? type.IsValueType && Nullable.GetUnderlyingType(type) is null : !type.IsInstanceOfType(value))
            throw new ArgumentException($"The value is not a {type}.", nameof(value));
        var formatter = FormatterCache.For(options).Get(type);
        var packer = new MessagePackWriter(writer, options);
        try
        {
            formatter.Serialize(ref packer, value);
        }
        catch (MessagePackException failure) when (failure.Inside(TypeNames.Short(type)))
        {
            throw;
        }

        packer.Flush();
    }

    /// <summary>Reads a value; bytes that follow it are an error.</summary>
    public static T Deserialize<T>(ReadOnlyMemory<byte> bytes, MessagePackOptions? options = null)
    {
        var reader = new MessagePackReader(bytes, options);
        return Deserialize<T>(ref reader, options);
    }

    /// <summary>Reads a value from bytes in several segments; bytes that follow it are an error.</summary>
    public static T Deserialize<T>(in ReadOnlySequence<byte> bytes, MessagePackOptions? options = null)
    {
        var reader = new MessagePackReader(bytes, options);
        return Deserialize<T>(ref reader, options);
    }

    /// <summary>Reads a value whose static type is known only at run time; bytes that follow it are an error.</summary>
    public static object? Deserialize(Type type, in ReadOnlySequence<byte> bytes, MessagePackOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(type);
        var formatter = FormatterCache.For(options).Get(type);
        var reader = new MessagePackReader(bytes, options);
        object? value;
        try
        {
            value = formatter.Deserialize(ref reader);
        }
        catch (MessagePackException failure) when (failure.Inside(TypeNames.Short(type)))
        {
            throw;
        }

        EnsureEnd(reader);
        return value;
    }

    /// <summary>
    /// The formatter of a type, for callers that write or read many values in a loop. Built on first use and kept.
    /// </summary>
    /// <exception cref="MessagePackException">Values of the type cannot travel; the message names the member and the fix.</exception>
    // Not inlined where it is compiled ahead, or another assembly would find no code for it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static MessagePackFormatter<T> GetFormatter<T>(MessagePackOptions? options = null) => FormatterOf<T>.Get(options);

    /// <summary>
    /// Whether values of the static type, and of all it consists of, can be written and read; <paramref name="reason"/> says why not. What hides
    /// behind <see cref="object"/> is only known when it is written.
    /// </summary>
    public static bool CanSerialize(Type type, [NotNullWhen(false)] out string? reason) => CanSerialize(type, null, out reason);

    /// <summary>As <see cref="CanSerialize(Type, out string?)"/>, with options.</summary>
    public static bool CanSerialize(Type type, MessagePackOptions? options, [NotNullWhen(false)] out string? reason)
    {
        ArgumentNullException.ThrowIfNull(type);
        return FormatterCache.For(options).CanBuild(type, out reason);
    }

    private static T Deserialize<T>(ref MessagePackReader reader, MessagePackOptions? options)
    {
        var formatter = FormatterOf<T>.Get(options);
        T value;
        try
        {
            value = formatter.Deserialize(ref reader);
        }
        catch (MessagePackException failure) when (failure.Inside(TypeNames.Short(typeof(T))))
        {
            throw;
        }

        EnsureEnd(reader);
        return value;
    }

    private static void EnsureEnd(in MessagePackReader reader)
    {
        if (!reader.End)
            throw ReadFaults.TrailingBytes(reader.Consumed, reader.Remaining);
    }
}
