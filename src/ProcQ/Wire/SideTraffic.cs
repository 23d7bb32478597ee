namespace ProcQ.Wire;

/// <summary>
/// What a function sends while it runs on other ways than its result, queues above all. All of it is with the system before the result is: who has a result can
/// end the worker, and must not lose what was sent before it.
/// </summary>
internal static class SideTraffic
{
    private static readonly Lock Gate = new();

    // Replaced as a whole under the gate; nearly always null.
    private static volatile Action[]? _ways;

    /// <summary>There is one more way, which <paramref name="settle"/> clears: it returns when all is with the system.</summary>
    public static void Add(Action settle)
    {
        lock (Gate)
            _ways = [.. _ways ?? [], settle];
    }

    public static void Remove(Action settle)
    {
        lock (Gate)
            _ways = _ways?.Where(way => way != settle).ToArray() is { Length: > 0 } left ? left : null;
    }

    /// <summary>Returns when everything that was sent is with the system.</summary>
    public static void Settle()
    {
        if (_ways is not { } ways)
            return;
        foreach (var settle in ways)
            settle();
    }
}
