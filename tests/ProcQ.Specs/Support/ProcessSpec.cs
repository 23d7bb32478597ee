namespace ProcQ.Specs.Support;

/// <summary>
/// What every spec of real processes has: a mark that all it starts carries, and of which nothing may be left at its end; and a time limit, at which the
/// stacks of this process and of all that carry the mark are reported.
/// </summary>
[TestName]
public abstract class ProcessSpec : IAsyncLifetime
{
    private readonly SpecWatch _watch;

    protected ProcessSpec()
    {
        OwnMark = new SpecMark().Begin();
        _watch = new SpecWatch(() => OwnMark.Test, () => TimeLimit, Report, Break);
    }

    private protected SpecMark OwnMark { get; }

    /// <summary>How long one test may take; only a failure takes that long. Asked for before the spec is made: a constant.</summary>
    protected virtual TimeSpan TimeLimit => Patience.SpecLimit;

    public Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        List<Exception> errors = [];
        foreach (var end in new[] { EndAsync, OwnMark.MustLeaveNothingAsync })
        {
            try
            {
                await end();
            }
            catch (Exception e)
            {
                // The rest must be looked at as well, and the watch must end.
                errors.Add(e);
            }
        }

        if (_watch.Stop() is { } report)
            errors.Insert(0, new TimeoutException(report));
        if (errors.Count > 0)
            throw errors.Count == 1 ? errors[0] : new AggregateException(errors);
    }

    /// <summary>Ends what the spec has started and did not end itself.</summary>
    private protected virtual Task EndAsync() => Task.CompletedTask;

    /// <summary>What is known beside the stacks.</summary>
    private protected virtual string Explain() => "";

    /// <summary>Processes whose stacks matter.</summary>
    private protected virtual IReadOnlyList<int> Involved() => OwnMark.Alive();

    /// <summary>Ends whatever hangs: processes are killed, so that what waits for them may see it.</summary>
    private protected virtual void Break() => OwnMark.KillAll();

    private string Report() => $"{Explain()}\n{StackDump.WithThisProcess(Involved())}";
}
