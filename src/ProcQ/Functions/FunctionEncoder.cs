using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace ProcQ.Functions;

/// <summary>Turns a delegate into a definition, in the caller, before anything is sent.</summary>
internal static class FunctionEncoder
{
    /// <summary>Room for the writer, which asks for more than it needs.</summary>
    private const int Slack = 64;

    // A lambda without captures is one object for ever, and so is most method groups': the common case needs no more than this look-up.
    private static readonly ConditionalWeakTable<Delegate, FunctionDefinition> _finished = [];

    /// <summary>
    /// The definition of a function as it is now: captured variables are copied. <see cref="NotTransferableException"/> when it can't
    /// travel. A function without captures costs one look-up.
    /// </summary>
    [RequiresUnreferencedCode(
        "Functions are found by metadata token and their captured variables by field; trimming removes both."
    )]
    [RequiresDynamicCode("The worker closes generic types and methods over types it learns at run time.")]
    public static FunctionDefinition Define(Delegate function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return _finished.TryGetValue(function, out var finished) ? finished : Encode(function, FunctionPlan.For(function));
    }

    /// <summary>Drops everything that is remembered of functions: code has changed.</summary>
    public static void Forget()
    {
        FunctionPlan.Forget();
        _finished.Clear();
    }

    private static FunctionDefinition Encode(Delegate function, FunctionPlan plan)
    {
        var hasCaptures = function.Target is not null && plan.Closure is not { Variables.Length: 0 };
        if (hasCaptures)
            return Write(function, plan, hasCaptures);

        plan.Finished ??= Write(function, plan, hasCaptures);
        _finished.TryAdd(function, plan.Finished);
        return plan.Finished;
    }

    private static FunctionDefinition Write(Delegate function, FunctionPlan plan, bool hasCaptures)
    {
        var output = new ArrayBufferWriter<byte>(plan.ExpectedLength);
        new FunctionWriter(output).Write(function, plan);
        plan.ExpectedLength = output.WrittenCount + Slack;
        return new FunctionDefinition(plan.Name, output.WrittenMemory, hasCaptures);
    }
}
