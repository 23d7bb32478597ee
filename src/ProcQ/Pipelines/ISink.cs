namespace ProcQ.Pipelines;

/// <summary>Where the results of one item go: out of the stage, or to where they wait for the item's turn.</summary>
internal interface ISink<T>
{
    ValueTask PassAsync(long index, Emit<Carried<T>> result);

    ValueTask FailAsync(long index, Exception error);
}
