namespace ProcQ.Host;

/// <summary>The wish that a batch be cancelled. Costs nothing until the function asks for its token.</summary>
/// <param name="threw">
/// Hears what code threw that the function had registered with its token. Null: nobody does, and it ends the process, which is a worker's.
/// </param>
internal sealed class CancelRequest(Action<Exception>? threw = null)
{
    private readonly Lock _gate = new();
    private CancellationTokenSource? _source;
    private bool _requested;

    public CancellationToken Token
    {
        get
        {
            lock (_gate)
            {
                if (_source is null)
                {
                    _source = new CancellationTokenSource();
                    if (_requested)
                        _source.Cancel();
                }

                return _source.Token;
            }
        }
    }

    /// <summary>The wish was uttered; whoever waits for the token may hear of it a moment later.</summary>
    public bool IsRequested
    {
        get
        {
            lock (_gate)
                return _requested;
        }
    }

    public void Request()
    {
        CancellationTokenSource? source;
        lock (_gate)
        {
            _requested = true;
            source = _source;
        }

        // What the user registered runs elsewhere: the thread that calls this has frames to read.
        if (source is not null)
            ThreadPool.UnsafeQueueUserWorkItem(Cancel, source, preferLocal: false);
    }

    private void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (AggregateException e) when (threw is not null)
        {
            // In a process that is shared with the application nothing that was merely asked to stop may end it.
            threw(e);
        }
    }
}
