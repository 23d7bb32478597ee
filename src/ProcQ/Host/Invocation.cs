using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>A function with its types forgotten: reads an argument, runs, writes a result. Used by one thread, one item at a time.</summary>
internal abstract class Invocation
{
    /// <summary>Reads the next argument, as the <paramref name="page"/> says already, and runs the function on it, of which the page is told.</summary>
    public abstract void Call(ref ArgumentCursor arguments, ProgressPage page);

    /// <summary>Hands the result of the last call to the outlet. When this throws, nothing of it has been.</summary>
    public abstract void WriteResult(ResultOutlet outlet, ProgressPage page);
}

/// <summary>See <see cref="Invocation"/>.</summary>
internal sealed class Invocation<T, TResult>(Func<T, TResult> function, Payload payload) : Invocation
{
    private readonly ArgumentReader<T> _arguments = ArgumentReader<T>.Of(payload);
    private readonly ResultWriter<TResult> _results = ResultWriter<TResult>.Of(payload);

    private TResult? _result;

    public override void Call(ref ArgumentCursor arguments, ProgressPage page)
    {
        var argument = _arguments.Next(ref arguments);
        page.Advance(ItemStep.Function);
        _result = function(argument);
    }

    public override void WriteResult(ResultOutlet outlet, ProgressPage page)
    {
        page.Advance(ItemStep.Result);
        _results.Put(outlet, _result!);
        _result = default;
    }
}
