namespace ProcQ.Pipelines;

/// <summary>The lanes of a stage as they come and go.</summary>
/// <param name="newLane">Makes a lane of so many workers.</param>
/// <param name="work">Runs a lane's own loop, under the pipeline's care.</param>
internal sealed class LaneCrew<TIn, TOut>(Func<int, StageLane<TIn, TOut>> newLane, Func<Func<Task>, Task> work)
{
    private readonly Lock _gate = new();

    // Replaced, never changed: who reads it needs no lock. Written under the gate.
    private volatile StageLane<TIn, TOut>[] _lanes = [];
    private long _finishedByTheGone;
    private bool _closed;

    public StageLane<TIn, TOut>[] Lanes => _lanes;

    /// <summary>Makes one lane more. Throws when no more items come.</summary>
    public StageLane<TIn, TOut> Add(int workers)
    {
        var lane = newLane(workers);
        lock (_gate)
        {
            if (!_closed)
            {
                _lanes = [.. _lanes, lane];
                return lane;
            }
        }

        lane.Pool.Dispose();
        throw new ObjectDisposedException(nameof(Pipeline), "The stage has ended.");
    }

    /// <summary>Lets a lane begin, once: the stage begins with those it has, and one may be added at that very moment.</summary>
    public void Start(StageLane<TIn, TOut> lane)
    {
        lock (_gate)
        {
            if (lane.IsStarted)
                return;
            lane.IsStarted = true;
        }

        lane.Working = work(lane.WorkAsync);
    }

    /// <summary>A lane without items goes.</summary>
    public async Task RemoveAsync(StageLane<TIn, TOut> lane)
    {
        lane.Complete();
        await lane.Working.ConfigureAwait(false);
        lock (_gate)
        {
            _lanes = [.. _lanes.Where(l => l != lane)];
            _finishedByTheGone += lane.Look().Finished;
        }

        await lane.EndAsync().ConfigureAwait(false);
    }

    /// <summary>No more items come.</summary>
    public async Task FinishAsync()
    {
        var lanes = Close();
        foreach (var lane in lanes)
            lane.Complete();
        foreach (var lane in lanes)
            await lane.Working.ConfigureAwait(false);
    }

    /// <summary>Every one ends, also where another one throws.</summary>
    public Task EndAsync() => Task.WhenAll(Close().Select(async lane => await lane.EndAsync().ConfigureAwait(false)));

    private StageLane<TIn, TOut>[] Close()
    {
        lock (_gate)
        {
            _closed = true;
            return _lanes;
        }
    }

    /// <summary>Items that were finished, by all lanes there ever were, and items that run.</summary>
    public (long Finished, long Doing) Look()
    {
        lock (_gate)
        {
            var looks = _lanes.Select(lane => lane.Look()).ToArray();
            return (_finishedByTheGone + looks.Sum(l => l.Finished), looks.Sum(l => l.Doing));
        }
    }
}
