using ProcQ.Queues;

namespace ProcQ.Dedicated;

/// <summary>Workers that are waited for: until this is disposed they wait for no room in queues of this process.</summary>
internal sealed class RelievedWorkers : IDisposable
{
    private readonly Lock _gate = new();

    // Guarded by the gate.
    private readonly List<object> _relieved = [];
    private bool _over;

    public RelievedWorkers(IEnumerable<WorkerLife> lives)
    {
        foreach (var life in lives)
            // One that has not started yet is known by its process, and that is not known yet.
            _ = RelieveAsync(life);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _over = true;
            Relief.End(_relieved);
        }
    }

    private async Task RelieveAsync(WorkerLife life)
    {
        if (await life.Identity.ConfigureAwait(false) is not { } identity)
            return;
        lock (_gate)
        {
            if (_over)
                return;
            _relieved.Add(identity);
            Relief.Begin([identity]);
        }
    }
}
