namespace ProcQ.Threads;

/// <summary>How many threads were given up and have not ended yet: nobody can end them.</summary>
internal sealed class AbandonedThreads
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Add() => Interlocked.Increment(ref _count);

    public void Remove() => Interlocked.Decrement(ref _count);
}
