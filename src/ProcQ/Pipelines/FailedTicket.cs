namespace ProcQ.Pipelines;

/// <summary>The turn of an item that failed before it got to a worker.</summary>
internal sealed class FailedTicket<T>(long index, Exception error) : Ticket<T>
{
    public override Task EmitAsync(ISink<T> outlet) => outlet.FailAsync(index, error).AsTask();
}
