using System.Buffers;
using ProcQ.Functions.Captures;
using ProcQ.MessagePack;

namespace ProcQ.Functions;

/// <summary>
/// Writes one definition: <c>[delegate type, method, target]</c>, where target is nil, <c>[0, type, closure]</c>, <c>[1, definition]</c>
/// or <c>[2, type, value]</c>, and a closure is <c>[number, {field: value}]</c>.
/// </summary>
internal sealed class FunctionWriter(IBufferWriter<byte> output)
{
    private ClosureMarks? _closures;
    private readonly ValueWriter _values = new(output);

    public void Write(Delegate function, FunctionPlan plan)
    {
        var writer = new MessagePackWriter(output);
        writer.WriteRaw(plan.Identity);
        if (function.Target is { } target)
            WriteTarget(ref writer, target, plan);
        else
            writer.WriteNil();
        writer.Flush();
    }

    private void WriteTarget(ref MessagePackWriter writer, object target, FunctionPlan plan)
    {
        if (plan.Closure is { } closure)
        {
            WriteTargetHeader(ref writer, 3, TargetKind.Closure);
            writer.WriteRaw(plan.TargetType);
            WriteClosure(ref writer, target, closure, closure, plan.Name);
        }
        else if (target is Delegate inner)
        {
            WriteTargetHeader(ref writer, 2, TargetKind.Function);
            WriteFunction(ref writer, inner, plan.Name, "target");
        }
        else
        {
            WriteTargetHeader(ref writer, 3, TargetKind.Data);
            writer.WriteRaw(plan.TargetType);
            _values.Write(ref writer, target.GetType(), target, plan.Name, "this");
        }
    }

    private static void WriteTargetHeader(ref MessagePackWriter writer, int count, TargetKind kind)
    {
        writer.WriteArrayHeader(count);
        writer.Write((int)kind);
    }

    private void WriteClosure(ref MessagePackWriter writer, object closure, ClosurePlan plan, ClosurePlan root, string function)
    {
        // A single closure can't be met twice, so that most definitions need no marks.
        if (root.LeadsOn)
            _closures ??= new ClosureMarks();
        var number = _closures?.NumberOf(closure) ?? 0;
        var variables = _closures?.TakeUnwritten(number, plan.Variables) ?? plan.Variables;
        writer.WriteArrayHeader(2);
        writer.Write(number);
        writer.WriteMapHeader(variables.Length);
        foreach (var variable in variables)
        {
            writer.Write(variable.Field.Name);
            WriteVariable(ref writer, variable, variable.Field.GetValue(closure), root, function);
        }
    }

    private void WriteVariable(
        ref MessagePackWriter writer,
        CapturedVariable variable,
        object? value,
        ClosurePlan root,
        string function
    )
    {
        if (variable.Kind == CaptureKind.Value)
            _values.Write(ref writer, variable.Field.FieldType, value, function, variable.SourceName);
        else if (value is null)
            writer.WriteNil();
        else if (variable.Kind == CaptureKind.Closure)
            WriteClosure(ref writer, value, root.Outer(variable), root, function);
        else if (variable.Kind == CaptureKind.Function)
            WriteFunction(ref writer, (Delegate)value, function, variable.SourceName);
        else
            _values.WriteTyped(ref writer, variable, value, function);
    }

    /// <summary>A delegate inside a delegate: its own reason against travelling becomes that of the variable that holds it.</summary>
    private void WriteFunction(ref MessagePackWriter writer, Delegate inner, string function, string variable)
    {
        try
        {
            writer.Flush();
            Write(inner, FunctionPlan.For(inner));
        }
        catch (NotTransferableException e)
        {
            throw NotTransferable.Nested(function, variable, e);
        }
    }
}
