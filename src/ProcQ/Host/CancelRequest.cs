namespace ProcQ.Host;

/// <summary>The wish that a batch be cancelled. Costs nothing until the function asks for its token.</summary>
internal sealed class CancelRequest
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
            ThreadPool.UnsafeQueueUserWorkItem(static s => s.Cancel(), source, preferLocal: false);
    }
}
