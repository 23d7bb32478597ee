using System.Buffers;
using System.Collections.Concurrent;
using System.Reflection;
using ProcQ.Functions.Captures;
using ProcQ.Functions.Identity;
using ProcQ.Functions.Rules;
using ProcQ.MessagePack;

namespace ProcQ.Functions;

/// <summary>
/// All that can be known of a function without looking at its captured values: found once per method, delegate type and target type.
/// </summary>
internal sealed class FunctionPlan
{
    // By method alone, and then by types: a key of all three would be a struct, and a dictionary of structs is compiled at first use,
    // which costs more than all else here.
    private static readonly ConcurrentDictionary<MethodInfo, FunctionPlan[]> _plans = new();

    private readonly Type _delegateType;
    private readonly Type? _targetType;

    private FunctionPlan(Delegate function)
    {
        _delegateType = function.GetType();
        _targetType = function.Target?.GetType();
        Name = FunctionName.Of(function.Method);
        Identity = WriteIdentity(function);
        if (function.Target is not { } target)
            return;

        var type = target.GetType();
        TargetType = WriteType(type);
        if (GeneratedCode.IsClosure(type))
            Closure = PlanClosure(type, function.Method);
        else if (ReceiverRules.IsStateless(type))
            Closure = ClosurePlan.For(type, CapturedFields.All);
        else if (target is not Delegate)
            CheckReceiver(type, function.Method);
    }

    public string Name { get; }

    /// <summary>The definition's array header, delegate type and method: everything but the target.</summary>
    public byte[] Identity { get; }

    /// <summary>The written type of the target; empty when there is none.</summary>
    public byte[] TargetType { get; } = [];

    /// <summary>How to take the target apart, or null when it is none, data or a delegate.</summary>
    public ClosurePlan? Closure { get; }

    /// <summary>The finished definition of a function that captures nothing; set by the first who makes it.</summary>
    public FunctionDefinition? Finished { get; set; }

    /// <summary>How long the last definition was, so that the next one's buffer has the right size at once.</summary>
    public int ExpectedLength { get; set; } = 512;

    /// <summary>The plan for a function, or <see cref="NotTransferableException"/> when it can't travel whatever it captured.</summary>
    public static FunctionPlan For(Delegate function)
    {
        // The method of a combination of delegates is that of its last one.
        var method = function.Method;
        if (function.HasSingleTarget && _plans.TryGetValue(method, out var known) && Search(known, function) is { } plan)
            return plan;

        if (FunctionRules.Find(function) is { } refusal)
            throw NotTransferable.Function(FunctionName.Of(method), refusal);

        plan = new FunctionPlan(function);
        _plans.AddOrUpdate(method, static (_, made) => [made], static (_, others, made) => [.. others, made], plan);
        return plan;
    }

    /// <summary>Drops every plan: code has changed.</summary>
    public static void Forget() => _plans.Clear();

    private static FunctionPlan? Search(FunctionPlan[] plans, Delegate function)
    {
        var (delegateType, targetType) = (function.GetType(), function.Target?.GetType());
        foreach (var plan in plans)
        {
            if (plan._delegateType == delegateType && plan._targetType == targetType)
                return plan;
        }

        return null;
    }

    private ClosurePlan PlanClosure(Type type, MethodInfo method)
    {
        var plan = ClosurePlan.For(type, CaptureScan.Run(method));
        foreach (var variable in plan.Reachable().Where(variable => variable.Kind == CaptureKind.Value))
        {
            if (ValueRules.Find(variable.Field.FieldType) is { } refusal)
                throw NotTransferable.Variable(Name, variable.SourceName, refusal);
        }

        return plan;
    }

    private void CheckReceiver(Type type, MethodInfo method)
    {
        if (ReceiverRules.FindLostState(type) is { } lost)
            throw NotTransferable.Receiver(Name, type, lost, method);
        if (ValueRules.Find(type) is { } refusal)
            throw NotTransferable.Variable(Name, "this", refusal);
    }

    private static byte[] WriteIdentity(Delegate function)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(3);
        TypeWriter.Write(ref writer, function.GetType());
        MethodWriter.Write(ref writer, function.Method);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    private static byte[] WriteType(Type type)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        TypeWriter.Write(ref writer, type);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }
}
