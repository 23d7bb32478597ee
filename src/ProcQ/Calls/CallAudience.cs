using ProcQ.Watching;

namespace ProcQ.Calls;

/// <summary>Who listens to one call: its own reporter, and its receiver of progress, where there are such.</summary>
internal sealed record CallAudience(CallWatch? Watch, ProgressFeed? Progress)
{
    /// <summary>The caller goes away: everybody has heard everything when this returns.</summary>
    public void Leave()
    {
        Progress?.End();
        Watch?.Leave();
    }

    /// <inheritdoc cref="Leave"/>
    public async Task LeaveAsync()
    {
        if (Progress is not null)
            await Progress.EndAsync().ConfigureAwait(false);
        if (Watch is not null)
            await Watch.LeaveAsync().ConfigureAwait(false);
    }
}
