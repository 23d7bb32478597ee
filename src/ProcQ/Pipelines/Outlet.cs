namespace ProcQ.Pipelines;

/// <summary>Where the results of a stage leave it. May be used by several loops at once.</summary>
internal sealed class Outlet<T>(StageCore stage, Inbox<T> next, CancellationToken stop) : ISink<T>
{
    public ValueTask PassAsync(long index, Emit<Carried<T>> result)
    {
        if (!result.HasValue)
        {
            stage.CountDropped();
            return ValueTask.CompletedTask;
        }

        stage.CountOut();
        return next.PutAsync(new Envelope<T>(index, result.Value), stop);
    }

    public ValueTask FailAsync(long index, Exception error)
    {
        stage.Fail(index, error);
        return ValueTask.CompletedTask;
    }

    public void Complete() => next.Complete();
}
