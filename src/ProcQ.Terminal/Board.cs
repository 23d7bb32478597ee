namespace ProcQ.Terminal;

/// <summary>What was heard so far. For one thread at a time.</summary>
internal sealed class Board(TimeProvider time, long? total, int workers)
{
    private readonly long _begun = time.GetTimestamp();

    // By worker: a process that takes another's place takes its row.
    private readonly SortedDictionary<int, WorkerRow> _rows = [];
    private readonly Dictionary<Ending, long> _counts = [];

    public void Spawned(WorkerInfo worker) => Row(worker, row => row with { Text = "started" });

    public void Began(WorkerInfo worker, string item) =>
        Row(worker, row => row with { Text = item, Since = Elapsed, Fraction = null, Message = "" });

    public void Progressed(WorkerInfo worker, double fraction, string message) =>
        Row(worker, row => row with { Fraction = fraction, Message = message });

    public void Ended(WorkerInfo worker, Ending ending, string text)
    {
        _counts[ending] = _counts.GetValueOrDefault(ending) + 1;
        // Items that never reached a worker have none.
        if (worker.WorkerId >= 0)
            Row(worker, row => Idle(row, text) with { Done = row.Done + (ending == Ending.Retried ? 0 : 1) });
    }

    public void Changed(WorkerInfo worker, string text) => Row(worker, row => row with { Message = text });

    public void Left(WorkerInfo worker, string text) => Row(worker, row => Idle(row, text));

    public BoardView Look() => new([.. _rows.Values], new Dictionary<Ending, long>(_counts), workers, total, Elapsed);

    private TimeSpan Elapsed => time.GetElapsedTime(_begun);

    private static WorkerRow Idle(WorkerRow row, string text) =>
        row with
        {
            Text = text,
            Since = null,
            Fraction = null,
            Message = "",
        };

    private void Row(WorkerInfo worker, Func<WorkerRow, WorkerRow> change)
    {
        var row = _rows.TryGetValue(worker.WorkerId, out var known) ? known : new WorkerRow(worker.WorkerId, worker.ProcessId);
        _rows[worker.WorkerId] = change(row with { ProcessId = worker.ProcessId });
    }
}
