namespace ProcQ.TestJobs;

/// <summary>What a <see cref="Bomb"/> does when it goes off.</summary>
public enum BombEffect
{
    None,
    Error,
    Exit,
    Crash,
}
