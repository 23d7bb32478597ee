namespace ProcQ.Specs.Support;

/// <summary>A reporter that keeps all it hears, and can be made to misbehave.</summary>
internal sealed class Listener : Reporter
{
    private readonly List<Heard> _heard = [];

    /// <summary>Called with each thing, on the reporter's own thread.</summary>
    public Action<Heard>? On { get; init; }

    /// <summary>All so far, in order.</summary>
    public IReadOnlyList<Heard> All
    {
        get
        {
            lock (_heard)
                return [.. _heard];
        }
    }

    /// <summary>The names of what was heard, in order.</summary>
    public IReadOnlyList<string> Names => [.. All.Select(h => h.What)];

    /// <summary>What was heard of one item, in order.</summary>
    public IReadOnlyList<string> Of(object? item) => [.. OfItems().Where(h => Equals(h.Item, item)).Select(h => h.What)];

    /// <summary>What was heard of items.</summary>
    public IEnumerable<Heard> OfItems() =>
        All.Where(h => h.What is not ("Init" or "Spawn" or "Unresponsive" or "Exit" or "Cleanup"));

    /// <summary>Waits until something was heard.</summary>
    public Task Until(string what, object? item = null) =>
        Patience.Until(
            () => All.Any(h => h.What == what && (item is null || Equals(h.Item, item))),
            $"{what} {item} was heard; there was {string.Join(", ", All)}"
        );

    public override void Init(int workers) => Hear(new Heard(nameof(Init), Fact: workers));

    public override void Spawn(WorkerInfo worker) => Hear(new Heard(nameof(Spawn), worker));

    public override void Begin(WorkerInfo worker, object? item) => Hear(new Heard(nameof(Begin), worker, item));

    public override void Progress(WorkerInfo worker, object? item, double fraction, string? message) =>
        Hear(new Heard(nameof(Progress), worker, item, (fraction, message)));

    public override void Success(WorkerInfo worker, object? item, object? result) =>
        Hear(new Heard(nameof(Success), worker, item, result));

    public override void Fail(WorkerInfo worker, object? item, Exception exception) =>
        Hear(new Heard(nameof(Fail), worker, item, exception));

    public override void Abort(WorkerInfo worker, object? item, WorkerExit exit) =>
        Hear(new Heard(nameof(Abort), worker, item, exit));

    public override void TimedOut(WorkerInfo worker, object? item) => Hear(new Heard(nameof(TimedOut), worker, item));

    public override void Retry(WorkerInfo worker, object? item, int attempt, OutcomeStatus reason) =>
        Hear(new Heard(nameof(Retry), worker, item, (attempt, reason)));

    public override void Unresponsive(WorkerInfo worker, WorkerCondition condition) =>
        Hear(new Heard(nameof(Unresponsive), worker, Fact: condition));

    public override void Exit(WorkerInfo worker, WorkerExit exit) => Hear(new Heard(nameof(Exit), worker, Fact: exit));

    public override void Cleanup() => Hear(new Heard(nameof(Cleanup)));

    private void Hear(Heard heard)
    {
        lock (_heard)
            _heard.Add(heard);
        On?.Invoke(heard);
    }
}
