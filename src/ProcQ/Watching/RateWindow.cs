namespace ProcQ.Watching;

/// <summary>Items a second, over the last seconds.</summary>
internal sealed class RateWindow
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(5);

    private readonly Queue<(TimeSpan At, long Done)> _samples = new([(TimeSpan.Zero, 0)]);

    /// <summary>The rate, given that at <paramref name="now"/>, counted from the beginning, so many are done.</summary>
    public double Add(TimeSpan now, long done)
    {
        while (_samples.Count > 1 && now - _samples.Peek().At > Span)
            _samples.Dequeue();
        var (since, before) = _samples.Peek();
        _samples.Enqueue((now, done));
        return now > since ? (done - before) / (now - since).TotalSeconds : 0;
    }
}
