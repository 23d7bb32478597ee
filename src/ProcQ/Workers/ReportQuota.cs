using ProcQ.Wire;

namespace ProcQ.Workers;

/// <summary>
/// How many progress reports of a worker are listened to. A worker keeps to ten a second, and after a stall several may come at once; of what goes beyond
/// that nothing is kept, and whoever does not stop is no worker of ours.
/// </summary>
internal sealed class ReportQuota
{
    private const int Burst = 50;
    private const int PerSecond = 20;

    // A pipe holds some hundred reports, at most a few thousand; so many cannot have piled up while this process was held up.
    private const int Flood = 10_000;

    private double _left = Burst;
    private double _unheard;
    private long _at;

    /// <summary>Whether a report at <paramref name="now"/>, in milliseconds, is listened to. Throws when there are too many by far.</summary>
    public bool TryTake(long now)
    {
        var allowed = Math.Max(0, now - _at) * PerSecond / 1000.0;
        _at = now;
        _left = Math.Min(Burst, _left + allowed);
        _unheard = Math.Max(0, _unheard - allowed);
        if (_left >= 1)
        {
            _left--;
            return true;
        }

        if (++_unheard > Flood)
            throw new ProtocolException("It floods this process with reports of its progress.");
        return false;
    }
}
