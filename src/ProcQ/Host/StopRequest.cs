namespace ProcQ.Host;

/// <summary>The wish that a batch stop. Costs nothing until the function asks for its token.</summary>
internal sealed class StopRequest
{
    private readonly Lock _gate = new();
    private CancellationTokenSource? _source;
    private bool _asked;

    public CancellationToken Token
    {
        get
        {
            lock (_gate)
            {
                if (_source is null)
                {
                    _source = new CancellationTokenSource();
                    if (_asked)
                        _source.Cancel();
                }

                return _source.Token;
            }
        }
    }

    public void Ask()
    {
        CancellationTokenSource? source;
        lock (_gate)
        {
            _asked = true;
            source = _source;
        }

        // What the user registered runs elsewhere: the thread that calls this has frames to read.
        if (source is not null)
            ThreadPool.UnsafeQueueUserWorkItem(static s => s.Cancel(), source, preferLocal: false);
    }
}
