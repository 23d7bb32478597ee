namespace ProcQ.TestJobs;

/// <summary>Where a <see cref="Bomb"/> goes off.</summary>
public enum BombSite
{
    None,
    ArgumentWritten,
    ArgumentRead,
    Function,
    ResultWritten,
    ResultRead,
}
