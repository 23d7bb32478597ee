using System.Threading.Channels;

namespace ProcQ.Pipelines;

/// <summary>Where the results of a generator wait for its turn; when there are many, so does the generator.</summary>
internal sealed class GeneratorTicket<T>(CancellationToken stop) : Ticket<T>, ISink<T>
{
    private const int Room = 256;

    private readonly Channel<(long Index, Emit<Carried<T>> Result, Exception? Error)> _results = Channel.CreateBounded<(
        long,
        Emit<Carried<T>>,
        Exception?
    )>(new BoundedChannelOptions(Room) { SingleReader = true, SingleWriter = true });

    public ValueTask PassAsync(long index, Emit<Carried<T>> result) => _results.Writer.WriteAsync((index, result, null), stop);

    public ValueTask FailAsync(long index, Exception error) => _results.Writer.WriteAsync((index, default, error), stop);

    /// <summary>The generator has ended.</summary>
    public void Complete() => _results.Writer.TryComplete();

    public override async Task EmitAsync(ISink<T> outlet)
    {
        await foreach (var (index, result, error) in _results.Reader.ReadAllAsync(stop).ConfigureAwait(false))
        {
            if (error is null)
                await outlet.PassAsync(index, result).ConfigureAwait(false);
            else
                await outlet.FailAsync(index, error).ConfigureAwait(false);
        }
    }
}
