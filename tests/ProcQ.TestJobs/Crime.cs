namespace ProcQ.TestJobs;

/// <summary>See <see cref="Crimes.Commit"/>.</summary>
public enum Crime
{
    None,
    Exit0,
    Exit7,
    Exit137,
    FailFast,
    StackOverflow,
    Kill9,
    Segv,
    Abort,
    ThrowOnThread,
    ThrowInFinalizer,
    Spin,
    Sleep,
    StarvePool,
    FinallyForever,
    Deadlock,
    CatchAllLoop,
    BlockCollections,
}
