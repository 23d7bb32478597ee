using System.Reflection;
using System.Runtime.CompilerServices;
using ProcQ.Functions.Captures;
using ProcQ.Functions.Identity;
using ProcQ.MessagePack;

namespace ProcQ.Functions;

/// <summary>Reads one definition, see <see cref="FunctionWriter"/> for its form.</summary>
internal sealed class FunctionReader
{
    private const BindingFlags InstanceFields =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly List<object> _closures = [];

    public Delegate Read(ref MessagePackReader reader)
    {
        Shape.Expect(reader.ReadArrayHeader(), 3, "A function");
        var type = TypeReader.Read(ref reader);
        var method = MethodReader.Read(ref reader);
        var target = reader.TryReadNil() ? null : ReadTarget(ref reader, method);
        return Delegate.CreateDelegate(type, target, method);
    }

    private object ReadTarget(ref MessagePackReader reader, MethodInfo method)
    {
        var parts = reader.ReadArrayHeader();
        var kind = (TargetKind)reader.ReadInt32();
        Shape.Expect(parts, kind == TargetKind.Function ? 2 : 3, "A function's target");
        switch (kind)
        {
            case TargetKind.Closure:
                return ReadClosure(ref reader, TypeReader.Read(ref reader), method);
            case TargetKind.Function:
                return Read(ref reader);
            case TargetKind.Data:
                return ReadValue(ref reader, TypeReader.Read(ref reader), method, "this")!;
            default:
                throw new NotTransferableException(
                    $"A function's target is of unknown kind {kind}; caller and worker don't run the same ProcQ."
                );
        }
    }

    private object ReadClosure(ref MessagePackReader reader, Type type, MethodInfo method)
    {
        Shape.Expect(reader.ReadArrayHeader(), 2, "A closure");
        var number = reader.ReadInt32();
        // Known before its fields are read: a recursive lambda's closure holds the lambda, which is bound to the closure.
        if (number == _closures.Count)
            _closures.Add(RuntimeHelpers.GetUninitializedObject(type));

        var closure = _closures[number];
        for (var left = reader.ReadMapHeader(); left > 0; left--)
        {
            var name = NameReader.Read(ref reader);
            var field =
                type.GetField(name, InstanceFields)
                ?? throw new NotTransferableException(
                    $"The worker's {type} has no captured variable '{name}'; restart the application."
                );
            field.SetValue(closure, ReadVariable(ref reader, new CapturedVariable(field), method));
        }

        return closure;
    }

    private object? ReadVariable(ref MessagePackReader reader, CapturedVariable variable, MethodInfo method)
    {
        var type = variable.Field.FieldType;
        if (variable.Kind == CaptureKind.Value)
            return ReadValue(ref reader, type, method, variable.SourceName);
        if (reader.TryReadNil())
            return null;

        return variable.Kind switch
        {
            CaptureKind.Closure => ReadClosure(ref reader, type, method),
            CaptureKind.Function => Read(ref reader),
            _ => ReadTyped(ref reader, type, method, variable.SourceName),
        };
    }

    private static object? ReadTyped(ref MessagePackReader reader, Type declared, MethodInfo method, string variable)
    {
        Shape.Expect(reader.ReadArrayHeader(), 2, "A variable's value");
        var type = reader.TryReadNil() ? declared : TypeReader.Read(ref reader);
        return Rules.ReceiverRules.IsStateless(type) && reader.TryReadNil()
            ? RuntimeHelpers.GetUninitializedObject(type)
            : ReadValue(ref reader, type, method, variable);
    }

    private static object? ReadValue(ref MessagePackReader reader, Type type, MethodInfo method, string variable)
    {
        try
        {
            return MessagePackCodec.Deserialize(type, reader.ReadRaw());
        }
        catch (Exception e)
        {
            // The user's constructors and setters run in here, so that anything can come out; it needs the variable's name.
            throw new NotTransferableException(
                $"Captured variable '{variable}' of {FunctionName.Of(method)} can't be rebuilt in the worker as {FunctionName.OfType(type)}: {e.Message}",
                e
            )
            {
                VariableName = variable,
                OffendingType = type,
            };
        }
    }
}
