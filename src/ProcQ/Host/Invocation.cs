using System.Diagnostics;
using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>A function with its types forgotten: reads an argument, runs, writes a result. Used by one thread, one item at a time.</summary>
internal abstract class Invocation
{
    /// <summary>Reads the next argument, as the <paramref name="page"/> says already, and runs the function on it, of which the page is told.</summary>
    public abstract void Call(ref ArgumentCursor arguments, ProgressPage page);

    /// <summary>Hands the result of the last call to the outlet. When this throws, nothing of it has been.</summary>
    public abstract void WriteResult(ResultOutlet outlet, ProgressPage page);

    /// <summary>Arguments are read ahead, and results gathered: neither runs anybody's code.</summary>
    public virtual bool IsOfPrimitives => false;

    /// <summary>
    /// Of primitives: runs items of the batch from <paramref name="item"/> on whose arguments have been read already, as many as come one after the other with nothing to do in between, and
    /// keeps their results; returns the next one. When it throws, that is the failure of the item that the track has.
    /// </summary>
    public virtual long CallTogether(
        Batch batch,
        long item,
        ref ArgumentCursor arguments,
        RunnerTrack track,
        ResultOutlet outlet
    ) => throw new UnreachableException("Only items of primitives run together.");
}

/// <summary>See <see cref="Invocation"/>.</summary>
internal sealed class Invocation<T, TResult>(Func<T, TResult> function, Payload payload) : Invocation
{
    private readonly ArgumentReader<T> _arguments = ArgumentReader<T>.Of(payload);
    private readonly ResultWriter<TResult> _results = ResultWriter<TResult>.Of(payload);

    private TResult? _result;

    public override bool IsOfPrimitives => _arguments is AheadReader<T> && _results is GatheringWriter<TResult>;

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

    public override long CallTogether(
        Batch batch,
        long item,
        ref ArgumentCursor arguments,
        RunnerTrack track,
        ResultOutlet outlet
    )
    {
        var (ahead, gathered) = ((AheadReader<T>)_arguments, (GatheringWriter<TResult>)_results);
        // Of each item nothing is called but the function.
        for (var left = arguments.Ahead; left > 0 && item < batch.End && !track.IsAsked && !track.IsAbandoned; left--)
        {
            arguments.Step();
            var argument = ahead.Next(ref arguments);
            track.Enter(item, batch.IndexOf(item));
            var result = function(argument);
            track.Exit();
            gathered.Put(outlet, result);
            outlet.Keep(item++);
        }

        return item;
    }
}
