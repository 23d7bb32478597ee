namespace ProcQ.Specs.Faults.Evil;

/// <summary>
/// The usual plot: the first worker of place 0 commits a crime in its first item. The other workers, until that is over, hold what they were given, so
/// that they are in the middle of something while it happens.
/// </summary>
internal sealed class Drama(Action<Actor, Assignment> crime)
{
    private readonly TaskCompletionSource _rises = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _falls = new();
    private int _villains;
    private Actor? _villain;

    /// <summary>The villain has its first item.</summary>
    public Task Rises => _rises.Task;

    /// <summary>The item the villain was in.</summary>
    public long CrimeScene => _villain!.CrimeScene;

    /// <summary>Which script a worker plays.</summary>
    public Action<Actor> Cast(EvilWorker worker) =>
        worker.WorkerId == 0 && Interlocked.Increment(ref _villains) == 1 ? Offend : Wait;

    private void Offend(Actor actor)
    {
        _villain = actor;
        actor.Greet();
        try
        {
            var batch = actor.NextAssignment();
            actor.CrimeScene = batch.Header.Index;
            actor.Begin(batch.First);
            _rises.SetResult();
            crime(actor, batch);
        }
        finally
        {
            _falls.Set();
        }

        actor.Serve();
    }

    private void Wait(Actor actor)
    {
        actor.Greet();
        var batch = actor.NextAssignment();
        _falls.Wait(actor.Worker.Gone);
        actor.Work(batch);
        actor.Serve();
    }
}
