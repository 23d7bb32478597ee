namespace ProcQ.Queues;

/// <summary>What became of a message that was put without waiting.</summary>
internal enum PutResult
{
    Accepted,
    Full,
    Ended,
    Closed,
}
