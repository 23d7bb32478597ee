namespace ProcQ.TestJobs;

/// <summary>What a worker may be busy with when its parent dies.</summary>
internal static class Loads
{
    private const int Starving = 64;

    /// <summary>Comes to the gate; once let through takes up the load, says so, and stays under it. An idle one says so and returns.</summary>
    public static int Carry(Gate gate, string load, int who)
    {
        gate.Pass(who);
        switch (load)
        {
            case "idle":
                gate.Announce(who);
                return who;
            case "spinning":
                gate.Announce(who);
                while (true) { }
            case "starved":
                Starve();
                gate.Announce(who);
                Thread.Sleep(Timeout.Infinite);
                return who;
            case "collecting":
                Collect(() => gate.Announce(who));
                return who;
            case "nested":
                return new ProcessPool(new ProcessPoolOptions { Workers = 1, SpareWorkers = 0 }).Apply(Sleep, (gate, who));
            default:
                throw new ArgumentException(load);
        }
    }

    private static int Sleep((Gate Gate, int Who) at)
    {
        at.Gate.Announce(at.Who);
        Thread.Sleep(Timeout.Infinite);
        return at.Who;
    }

    private static void Starve()
    {
        for (var i = 0; i < Starving; i++)
            ThreadPool.UnsafeQueueUserWorkItem(_ => Thread.Sleep(Timeout.Infinite), null);
    }

    /// <summary>Makes garbage and has it collected, in full, for ever.</summary>
    private static void Collect(Action begun)
    {
        var garbage = new List<byte[]>();
        for (var round = 0; ; round++)
        {
            for (var i = 0; i < 1000; i++)
                garbage.Add(new byte[1000]);
            GC.Collect();
            if (round == 0)
                begun();
            if (garbage.Count > 50_000)
                garbage.Clear();
        }
    }
}
