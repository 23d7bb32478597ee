namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>A batch in a child's hands.</summary>
internal sealed class SimBatch(SimJob job, long first, int count, long sequence)
{
    public SimJob Job { get; } = job;

    public long Sequence { get; } = sequence;

    /// <summary>Shrinks when items are given back.</summary>
    public int Count { get; set; } = count;

    public int Begun { get; set; }

    /// <summary>Items whose result or failure is on its way.</summary>
    public int Reported { get; set; }

    public bool Done => Reported == Count;

    public long Index(long sequence) => first + (sequence - Sequence);

    public bool Spans(long sequence) => sequence >= Sequence && sequence < Sequence + Count;
}
