using ProcQ.Specs.Faults.Evil;

namespace ProcQ.Specs.Faults;

/// <summary>What came of a crime.</summary>
/// <param name="F">What every item was asked.</param>
/// <param name="CrimeScene">The index of the item that the villain was in.</param>
/// <param name="Victims">The outcomes of the call of that item.</param>
/// <param name="Bystanders">The outcomes of the call that the others worked on.</param>
/// <param name="Stage">Who took part.</param>
internal sealed record Play<TResult>(
    Func<int, TResult> F,
    long CrimeScene,
    Outcome<TResult>[] Victims,
    Outcome<TResult>[] Bystanders,
    Stage Stage
)
{
    /// <summary>The item the villain was in.</summary>
    public Outcome<TResult> Victim => Victims[CrimeScene];

    /// <summary>Everything else has its own right result, in its own place.</summary>
    public void OthersMustBeUnaffected()
    {
        MustSucceed(Victims, except: CrimeScene);
        MustSucceed(Bystanders);
    }

    /// <summary>Nothing was lost.</summary>
    public void AllMustSucceed()
    {
        MustSucceed(Victims);
        MustSucceed(Bystanders);
    }

    /// <summary>The villain's item is lost with it, and nothing else.</summary>
    public WorkerLostException MustLoseTheVictim()
    {
        OthersMustBeUnaffected();
        Assert.Equal(OutcomeStatus.WorkerLost, Victim.Status);
        var lost = Assert.IsType<WorkerLostException>(Victim.Error);
        Assert.Equal((CrimeScene, true), (lost.Index, lost.MayHaveExecuted));
        return lost;
    }

    /// <summary>The villain's item has failed, and nothing else.</summary>
    public Exception MustFailTheVictim()
    {
        OthersMustBeUnaffected();
        Assert.Equal(OutcomeStatus.Failed, Victim.Status);
        return Victim.Error!;
    }

    /// <summary>No worker was replaced.</summary>
    public void NobodyMustHaveDied(int workers) => Assert.Equal(workers, Stage.Workers.Count);

    private void MustSucceed(Outcome<TResult>[] outcomes, long except = -1)
    {
        Assert.Equal(Enumerable.Range(0, outcomes.Length), outcomes.Select(o => (int)o.Index));
        foreach (var outcome in outcomes.Where(o => o.Index != except))
        {
            Assert.Null(outcome.Error);
            Assert.Equal(F((int)outcome.Index), outcome.Result);
        }
    }
}
