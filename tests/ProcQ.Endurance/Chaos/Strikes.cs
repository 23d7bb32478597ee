namespace ProcQ.Endurance.Chaos;

/// <summary>How many processes were hit, and how.</summary>
internal sealed record Strikes(int Killed, int Stopped, int HalfClosed)
{
    public int All => Killed + Stopped + HalfClosed;

    public static Strikes operator +(Strikes left, Strikes right) =>
        new(left.Killed + right.Killed, left.Stopped + right.Stopped, left.HalfClosed + right.HalfClosed);

    public override string ToString() => $"{All} faults ({Killed} killed, {Stopped} stopped, {HalfClosed} half-closed)";
}
