namespace ProcQ.Workers;

/// <summary>
/// How many progress reports of a worker are listened to. A worker keeps to ten a second, and after a stall several may come at once; what goes beyond
/// that is a flood, of which nothing is kept.
/// </summary>
internal sealed class ReportQuota
{
    private const int Burst = 50;
    private const int PerSecond = 20;

    private double _left = Burst;
    private long _at;

    /// <summary>Whether a report at <paramref name="now"/>, in milliseconds, is listened to.</summary>
    public bool TryTake(long now)
    {
        _left = Math.Min(Burst, _left + (Math.Max(0, now - _at) * PerSecond / 1000.0));
        _at = now;
        if (_left < 1)
            return false;
        _left--;
        return true;
    }
}
