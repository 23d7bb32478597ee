namespace ProcQ.Tests.Queues;

/// <summary>What can be put can be read.</summary>
public class MessageDepthTests
{
    [Fact]
    public void Put_AsDeepAsReadersGo_IsRead()
    {
        using var queue = new MsgQueue<Nest>();
        queue.Put(Nest.Of(64));
        Assert.Equal(64, Assert.Single(queue.Items()).Data.Depth);
    }

    [Fact]
    public void Put_DeeperThanReadersGo_IsRefused()
    {
        using var queue = new MsgQueue<Nest>();

        var error = Assert.Throws<NotTransferableException>(() => queue.Put(Nest.Of(65)));

        Assert.Contains("64 levels", error.Message, StringComparison.Ordinal);
        Assert.Contains("byte[]", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, queue.Count);
    }

    public sealed class Nest
    {
        public Nest? Inner { get; set; }

        public int Depth => 1 + (Inner?.Depth ?? 0);

        public static Nest Of(int depth) => new() { Inner = depth == 1 ? null : Of(depth - 1) };
    }
}
