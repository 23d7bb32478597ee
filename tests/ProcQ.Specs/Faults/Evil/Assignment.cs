using ProcQ.Wire;

namespace ProcQ.Specs.Faults.Evil;

/// <summary>A batch that a worker was sent.</summary>
/// <param name="First">The first item's number in the session.</param>
/// <param name="Header">What the frame said of the batch.</param>
/// <param name="Arguments">The arguments, as they came.</param>
internal sealed record Assignment(long First, RunHeader Header, ReadOnlyMemory<byte> Arguments)
{
    public int Count => Header.Count;

    /// <summary>One past the last item.</summary>
    public long End => First + Count;
}
