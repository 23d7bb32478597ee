namespace ProcQ.Endurance.Chaos;

/// <summary>
/// Strikes one process of some pools every 50 to 100 ms: kills it (70 of 100), stops it for a while (20), or half-closes its pipe (10). What it chooses follows
/// from its seed; whom it hits, and in what, is up to the machine.
/// </summary>
/// <remarks>
/// One strike in ten may hit a process that has not done anything yet. A pool in which nobody has is let be, and another one struck: five starts in a row that came to nothing fault
/// a pool, as they should, and on a busy machine a start takes as long as many strikes.
/// </remarks>
internal sealed class Nemesis : IDisposable
{
    private const int KillBelow = 70;
    private const int StopBelow = 90;

    private readonly IReadOnlyList<Herd> _herds;
    private readonly Random _random;
    private readonly List<(Victim Victim, long Until)> _stopped = [];
    private readonly ManualResetEventSlim _over = new();
    private readonly Thread _thread;
    private Strikes _strikes = new(0, 0, 0);

    public Nemesis(IReadOnlyList<Herd> herds, int seed)
    {
        _herds = herds;
        _random = new Random(seed);
        _thread = new Thread(Run) { IsBackground = true, Name = "nemesis" };
        _thread.Start();
    }

    /// <summary>Strikes no more, lets everybody go on whom it stopped, and says what it did.</summary>
    public Strikes End()
    {
        _over.Set();
        _thread.Join();
        return _strikes;
    }

    public void Dispose()
    {
        End();
        _over.Dispose();
    }

    private void Run()
    {
        while (!_over.Wait(_random.Next(50, 101)))
        {
            LetGo(Environment.TickCount64);
            Strike();
        }

        LetGo(long.MaxValue);
    }

    private void Strike()
    {
        var (which, anybody, place, what) = (
            _random.Next(_herds.Count),
            _random.Next(10) == 0,
            _random.NextDouble(),
            _random.Next(100)
        );
        for (var i = 0; i < _herds.Count; i++)
        {
            var herd = _herds[(which + i) % _herds.Count];
            var targets = herd.Working();
            if (targets.Count == 0)
                continue;
            if (anybody)
                targets = herd.All();
            if (targets.Count > 0 && Hold(herd, targets[(int)(place * targets.Count)]) is { } victim)
                Strike(victim, what);
            return;
        }
    }

    /// <summary>Null when it has ended: its number may be somebody else's by now.</summary>
    private static Victim? Hold(Herd herd, int processId)
    {
        var victim = Victim.TryHold(processId);
        if (victim is null || herd.Has(processId))
            return victim;
        victim.Dispose();
        return null;
    }

    private void Strike(Victim victim, int what)
    {
        if (what >= KillBelow && what < StopBelow)
        {
            Stop(victim);
            return;
        }

        using (victim)
        {
            if (what < KillBelow && victim.Send(Victim.Kill))
                _strikes = _strikes with { Killed = _strikes.Killed + 1 };
            else if (what >= StopBelow && victim.Send(Victim.User))
                _strikes = _strikes with { HalfClosed = _strikes.HalfClosed + 1 };
        }
    }

    private void Stop(Victim victim)
    {
        if (victim.Send(Victim.Stop))
            _strikes = _strikes with { Stopped = _strikes.Stopped + 1 };
        _stopped.Add((victim, Environment.TickCount64 + _random.Next(50, 1000)));
    }

    private void LetGo(long now)
    {
        foreach (var (victim, _) in _stopped.Where(s => s.Until <= now))
        {
            victim.Send(Victim.Continue);
            victim.Dispose();
        }

        _stopped.RemoveAll(s => s.Until <= now);
    }
}
