using ProcQ.Host;
using ProcQ.Wire;

namespace ProcQ.Threads;

/// <summary>Takes an argument as it is, and hands on the result as it is.</summary>
internal sealed class OriginalInvocation<T, TResult>(Func<T, TResult> function) : Invocation
{
    private TResult? _result;

    public override void Call(ref ArgumentCursor arguments, ProgressPage page)
    {
        var argument = typeof(T) == typeof(Nothing) ? default! : arguments.Original<T>();
        page.Advance(ItemStep.Function);
        _result = function(argument);
    }

    public override void WriteResult(ResultOutlet outlet, ProgressPage page)
    {
        page.Advance(ItemStep.Result);
        ((ThreadOutlet)outlet).Put(_result!);
        _result = default;
    }
}
