namespace ProcQ.Queues;

/// <summary>The queues of this process that others can find, and the queues of others that this process uses: by address, one of each.</summary>
internal static class QueueDirectory
{
    private const int LeastFarLimit = 16;

    private static readonly Lock Gate = new();

    // Guarded by the gate.
    private static readonly Dictionary<string, (QueueHub Hub, WeakReference<object> End)> Own = new(StringComparer.Ordinal);

    // A connected one is kept by its thread; one that was never used goes with who has its address.
    private static readonly Dictionary<string, WeakReference<QueueClient>> Far = new(StringComparer.Ordinal);
    private static int _farLimit = LeastFarLimit;
    private static bool _seenOff;

    public static void Add(QueueHub hub, object end)
    {
        lock (Gate)
        {
            Own.Add(hub.Address.Pipe, (hub, new WeakReference<object>(end)));
            if (_seenOff)
                return;
            _seenOff = true;
            AppDomain.CurrentDomain.ProcessExit += static (_, _) => SeeOff();
        }
    }

    public static void Remove(QueueHub hub)
    {
        lock (Gate)
            Own.Remove(hub.Address.Pipe);
    }

    public static void Remove(QueueClient client)
    {
        lock (Gate)
        {
            if (Far.TryGetValue(client.Address.Pipe, out var known) && known.TryGetTarget(out var target) && target == client)
                Far.Remove(client.Address.Pipe);
        }
    }

    /// <summary>What an address leads to: the queue itself, if it is one of this process and still in use here.</summary>
    public static QueueEnd<T> Find<T>(QueueAddress address)
    {
        lock (Gate)
        {
            if (Own.TryGetValue(address.Pipe, out var own) && own.End.TryGetTarget(out var end) && end is QueueEnd<T> queue)
                return queue;
        }

        return new FarEnd<T>(address);
    }

    /// <summary>The way to a queue of another process; the same for all who use it here.</summary>
    public static QueueClient GetFar(QueueAddress address)
    {
        lock (Gate)
        {
            if (Far.TryGetValue(address.Pipe, out var known) && known.TryGetTarget(out var client))
                return client;
            if (Far.Count >= _farLimit)
                Sweep_NeedsLock();
            client = new QueueClient(address);
            Far[address.Pipe] = new WeakReference<QueueClient>(client);
            return client;
        }
    }

    private static void Sweep_NeedsLock()
    {
        foreach (var (pipe, client) in Far)
        {
            // Removing is allowed while a dictionary is walked through.
            if (!client.TryGetTarget(out _))
                Far.Remove(pipe);
        }

        _farLimit = Math.Max(LeastFarLimit, Far.Count * 2);
    }

    /// <summary>A process that ends by itself leaves no folder behind. What happens to one that is killed is the next pool's business.</summary>
    private static void SeeOff()
    {
        QueueHub[] hubs;
        lock (Gate)
            hubs = [.. Own.Values.Select(own => own.Hub)];
        foreach (var hub in hubs)
            hub.Dispose();
    }
}
