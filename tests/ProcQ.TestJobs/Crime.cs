namespace ProcQ.TestJobs;

/// <summary>See <see cref="Crimes.Commit"/>.</summary>
public enum Crime
{
    None,
    Exit0,
    Exit7,
    FailFast,
    StackOverflow,
    Kill9,
    Segv,
    Abort,
    ThrowOnThread,
    Spin,
    Sleep,
    StarvePool,
    FinallyForever,
}
