namespace ProcQ.Benchmarks.Floors;

/// <summary>The floors: what the machine itself costs, measured in the same run and without ProcQ.</summary>
internal sealed class FloorCases : IDisposable
{
    public const string System = "floor";
    public const string BlockingRoundTripCase = "round trip (blocking)";
    public const string AwaitedRoundTripCase = "round trip (awaited)";
    public const string ChildCase = "child start to first byte";
    public const string WaitCase = "0.5 s of waiting";

    private const int Frames = 1_000_000;

    private readonly BareEcho _blocking = new();
    private readonly BareEcho _awaiting = new(awaiting: true);

    public static Case Child => Case.Of(System, ChildCase, 1, BareChild.StartToFirstByte);

    public static Case ParallelFor => Case.Of(System, Work.CpuCase, Work.CpuItems, RunParallelFor);

    public static Case Wait => Case.Of(System, WaitCase, 1, () => Task.Delay(Work.Limit));

    public Case BlockingRoundTrip => Case.Of(System, BlockingRoundTripCase, Work.Calls, () => _blocking.RoundTrips(Work.Calls));

    public Case AwaitedRoundTrip =>
        Case.Of(System, AwaitedRoundTripCase, Work.Calls, () => _awaiting.AwaitedRoundTrips(Work.Calls));

    public Case CoalescedFrames => Case.Of(System, "coalesced frames", Frames, () => _blocking.CoalescedFrames(Frames));

    public Case LargeEchoes => Case.Of(System, Work.EchoCase, 100, () => _blocking.LargeEchoes(1 << 20, 100));

    public void Dispose()
    {
        _blocking.Dispose();
        _awaiting.Dispose();
    }

    private static void RunParallelFor()
    {
        var sums = new uint[Work.CpuItems];
        var options = new ParallelOptions { MaxDegreeOfParallelism = BenchOptions.Workers };
        Parallel.For(0, Work.CpuItems, options, i => sums[i] = Work.Cpu(i));
        GC.KeepAlive(sums);
    }
}
