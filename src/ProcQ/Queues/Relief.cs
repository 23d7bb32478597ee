namespace ProcQ.Queues;

/// <summary>
/// Workers that are being stopped need not wait for room in queues of this process: who waits for their end may be the one who would make it. It is
/// known of each writer whose worker it is: by its process, or by the flow it runs in.
/// </summary>
internal static class Relief
{
    private static readonly AsyncLocal<object?> OfThisFlow = new();

    private static readonly Lock Gate = new();

    // Guarded by the gate.
    private static readonly HashSet<QueueCore> Crowded = [];
    private static readonly Dictionary<object, int> Stopping = [];

    // Nobody is being stopped nearly always, and then nobody need look.
    private static volatile bool _any;

    /// <summary>Whose worker runs here: a thread; null on threads of the application.</summary>
    public static object? Current => OfThisFlow.Value;

    /// <summary>From here on what runs in this flow is that worker's.</summary>
    public static void Enter(object worker) => OfThisFlow.Value = worker;

    /// <summary>Whether that worker, or that process, is being stopped.</summary>
    public static bool Covers(object? worker)
    {
        if (!_any || worker is null)
            return false;
        lock (Gate)
            return Stopping.ContainsKey(worker);
    }

    /// <summary>Somebody waits for room in that queue, or nobody does.</summary>
    public static void Watch(QueueCore queue, bool isCrowded)
    {
        lock (Gate)
        {
            if (isCrowded)
                Crowded.Add(queue);
            else
                Crowded.Remove(queue);
        }
    }

    /// <summary>Until <see cref="End"/> these workers wait for no room.</summary>
    public static void Begin(IEnumerable<object> workers)
    {
        QueueCore[] crowded;
        lock (Gate)
        {
            foreach (var worker in workers)
                Stopping[worker] = Stopping.GetValueOrDefault(worker) + 1;
            _any = Stopping.Count > 0;
            crowded = [.. Crowded];
        }

        foreach (var queue in crowded)
            queue.Relieve();
    }

    public static void End(IEnumerable<object> workers)
    {
        lock (Gate)
        {
            foreach (var worker in workers)
            {
                if (Stopping[worker]-- == 1)
                    Stopping.Remove(worker);
            }

            _any = Stopping.Count > 0;
        }
    }
}
