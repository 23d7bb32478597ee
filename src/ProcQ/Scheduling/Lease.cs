namespace ProcQ.Scheduling;

/// <summary>A batch in the hands of one worker. Its items run in order, so what is settled is always a prefix.</summary>
internal sealed class Lease(JobState job, ItemRange items, long sequence)
{
    public JobState Job { get; } = job;

    public long First { get; } = items.First;

    public int Attempt { get; } = items.Attempt;

    public int Strikes { get; } = items.Strikes;

    public bool Touched { get; } = items.Touched;

    public bool Ran { get; } = items.Ran;

    /// <summary>The worker said that nothing of the batch is left to give back.</summary>
    public bool AllBegun { get; set; }

    /// <summary>Its job is cancelled, and the worker must have given it back or begun it by then; null when it may take its time.</summary>
    public TimeSpan? AnswerBy { get; set; }

    /// <summary>The first item's number in the worker's session; the wire names items by these.</summary>
    public long Sequence { get; } = sequence;

    /// <summary>Items in the batch; shrinks from the end when the worker gives items back.</summary>
    public int Count { get; private set; } = items.Count;

    /// <summary>How many items from the front have an outcome.</summary>
    public int Settled { get; private set; }

    public int Open => Count - Settled;

    public long NextSequence => Sequence + Settled;

    public long EndSequence => Sequence + Count;

    public long IndexOf(long sequence) => First + (sequence - Sequence);

    public bool Holds(long sequence) => sequence >= NextSequence && sequence < EndSequence;

    public void Settle(int count)
    {
        if (count < 0 || count > Open)
            throw new InvalidOperationException($"{count} items settled of a lease with {Open} open.");
        Settled += count;
    }

    /// <summary>The items from <paramref name="sequence"/> on leave the lease.</summary>
    public ItemRange GiveBack(long sequence)
    {
        if (sequence < NextSequence || sequence > EndSequence)
            throw new InvalidOperationException($"Item {sequence} is not open in the lease {NextSequence}..{EndSequence}.");
        var returned = new ItemRange(IndexOf(sequence), (int)(EndSequence - sequence), Attempt, Strikes, Touched, Ran);
        Count -= returned.Count;
        return returned;
    }
}
