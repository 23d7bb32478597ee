namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>Random numbers that are the same for ever for the same seed (SplitMix64).</summary>
internal sealed class SimRandom(ulong seed)
{
    private ulong _state = seed;

    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    public ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>From 0 to <paramref name="end"/> - 1.</summary>
    public long Below(long end) => (long)(Next() % (ulong)end);

    public long Between(long least, long most) => least + Below(most - least + 1);

    /// <summary>Between the two, every order of magnitude equally likely.</summary>
    public long Spread(long least, long most) =>
        (long)Math.Exp(Math.Log(least) + ((Math.Log(most) - Math.Log(least)) * (Next() >> 11) / (1L << 53)));

    public bool Chance(int permille) => Below(1000) < permille;

    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[(int)Below(choices.Length)];
}
