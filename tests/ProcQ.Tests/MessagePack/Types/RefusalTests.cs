using System.Linq.Expressions;
using ProcQ.MessagePack;

namespace ProcQ.Tests.MessagePack.Types;

/// <summary>Types that cannot travel say so before anything is written: which type, on which way, and what to do.</summary>
public class RefusalTests
{
    [Theory]
    [InlineData(typeof(Stream), "the file's path")]
    [InlineData(typeof(FileStream), "the file's path")]
    [InlineData(typeof(MemoryStream), "the bytes")]
    [InlineData(typeof(StreamReader), "Send the text")]
    [InlineData(typeof(StringWriter), "Return the text")]
    [InlineData(typeof(Task), "Await it")]
    [InlineData(typeof(Task<int>), "Await it")]
    [InlineData(typeof(ValueTask<int>), "Await it")]
    [InlineData(typeof(Func<int>), "Send the values it needs")]
    [InlineData(typeof(Action), "Send the values it needs")]
    [InlineData(typeof(Delegate), "Send the values it needs")]
    [InlineData(typeof(CancellationToken), "as a parameter")]
    [InlineData(typeof(CancellationTokenSource), "as a parameter")]
    [InlineData(typeof(Expression<Func<int>>), "Send the values it needs")]
    [InlineData(typeof(IntPtr), "Send what it points to")]
    [InlineData(typeof(UIntPtr), "Send what it points to")]
    [InlineData(typeof(int*), "Copy the data into an array")]
    [InlineData(typeof(Span<int>), "Copy the data into an array")]
    [InlineData(typeof(TypedReference), "Copy the data into an array")]
    [InlineData(typeof(List<>), "not a complete type")]
    [InlineData(typeof(Thread), "Send what the thread should work on")]
    [InlineData(typeof(SemaphoreSlim), "Send what is needed to create it again")]
    [InlineData(typeof(ManualResetEvent), "Share state through results")]
    [InlineData(typeof(HttpClient), "Send the address")]
    [InlineData(typeof(System.Net.Sockets.Socket), "Send what is needed to create it again")]
    [InlineData(typeof(System.Diagnostics.Process), "Send its values in a record")]
    [InlineData(typeof(System.Text.Json.JsonElement), "Send the values it is made from")]
    [InlineData(typeof(InvalidOperationException), "Throw it")]
    [InlineData(typeof(System.Reflection.MethodInfo), "the member's name")]
    [InlineData(typeof(IDisposable), "[Union(key, typeof(Sub))]")]
    [InlineData(typeof(IAsyncEnumerable<int>), "[Union(key, typeof(Sub))]")]
    [InlineData(typeof(IQueryable<int>), "[Union(key, typeof(Sub))]")]
    [InlineData(typeof(Array), "[Union(key, typeof(Sub))]")]
    [InlineData(typeof(Opaque), "Send the values it is made from")]
    [InlineData(typeof(NoWayIn), "Add a parameterless constructor")]
    [InlineData(typeof(Lonely), "IEnumerable<T>")]
    public void CanSerialize_OfWhatCannotTravel_SaysWhichTypeAndTheFix(Type type, string fix)
    {
        Assert.False(MessagePackCodec.CanSerialize(type, out var reason));
        Assert.Contains(fix, reason, StringComparison.Ordinal);
        Assert.Contains(type.Name.Split('`')[0], reason, StringComparison.Ordinal);

        // The answer is kept, and is the same the second time.
        Assert.False(MessagePackCodec.CanSerialize(type, out var again));
        Assert.Equal(reason, again);
    }

    [Fact]
    public void GetFormatter_OfATypeWithAStreamInside_NamesTheWayToIt()
    {
        var refusal = Assert.Throws<MessagePackException>(() => MessagePackCodec.GetFormatter<Order>());
        Assert.Equal("Order.Customer.Stream", refusal.MemberPath);
        Assert.Equal(-1, refusal.Offset);
        Assert.StartsWith(
            "System.IO.Stream cannot be serialized: it is an open stream of this process. Send",
            refusal.Message,
            StringComparison.Ordinal
        );
        Assert.Equal("Order.Customer.Stream", Codec.RefusedValue<Order?>(null).MemberPath);
    }

    [Fact]
    public void GetFormatter_OfCollections_NamesTheWayThroughThem()
    {
        Assert.Equal("List<Order>[].Customer.Stream", Refusal<List<Order>>().MemberPath);
        Assert.Equal("Dictionary<Int32, Order[]>.Values[].Customer.Stream", Refusal<Dictionary<int, Order[]>>().MemberPath);
        Assert.Equal("ValueTuple<Int32, Task>.Item2", Refusal<(int, Task)>().MemberPath);
        Assert.Equal("ImmutableArray<Task>[]", Refusal<System.Collections.Immutable.ImmutableArray<Task>>().MemberPath);
    }

    [Fact]
    public void CanSerialize_TypesThatContainThemselves_AreFollowedOnce()
    {
        Assert.True(MessagePackCodec.CanSerialize(typeof(Tree), out var reason));
        Assert.Null(reason);
        Assert.False(MessagePackCodec.CanSerialize(typeof(BadTree), out reason));
        Assert.Contains("BadTree.Task", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void CanSerialize_ATypeThatContainsEverLargerOnes_IsRefusedInsteadOfNeverEnding()
    {
        Assert.False(MessagePackCodec.CanSerialize(typeof(Growing<int>), out var reason));
        Assert.Contains("contain each other 100 deep", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Object_HoldingWhatCannotTravel_IsRefusedWhenWritten()
    {
        Assert.True(MessagePackCodec.CanSerialize(typeof(Box), out _));
        var refusal = Codec.RefusedValue(new Box { Value = new MemoryStream() });
        Assert.Contains("System.IO.MemoryStream", refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith("Box.Value", refusal.MemberPath, StringComparison.Ordinal);
    }

    [Fact]
    public void Untyped_TheCallersMistakes_AreArgumentErrors()
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        Assert.Throws<ArgumentNullException>(() => MessagePackCodec.Serialize(null!, 1, output));
        Assert.Throws<ArgumentException>(() => MessagePackCodec.Serialize(typeof(int), "a", output));
        Assert.Throws<ArgumentException>(() => MessagePackCodec.Serialize(typeof(int), null, output));
        Assert.Throws<ArgumentNullException>(() => MessagePackCodec.CanSerialize(null!, out _));
        Assert.Equal(0, output.WrittenCount);
        MessagePackCodec.Serialize(typeof(int?), null, output);
        Assert.Equal(1, output.WrittenCount);
    }

    private static MessagePackException Refusal<T>() =>
        Assert.Throws<MessagePackException>(() => MessagePackCodec.GetFormatter<T>());

    public sealed record Order(int Id, Customer Customer);

    public sealed record Customer(string Name, Stream Stream);

    public sealed class Tree
    {
        public List<Tree> Children { get; set; } = [];

        public Dictionary<string, Tree>? Named { get; set; }
    }

    public sealed class BadTree
    {
        public List<BadTree> Children { get; set; } = [];

        public Task? Task { get; set; }
    }

    public sealed class Growing<T>
    {
        public Growing<List<T>>? Next { get; set; }
    }

    public sealed class Box
    {
        public object? Value { get; set; }
    }

    public sealed class Opaque
    {
        private readonly int _state = 1;

        public override string ToString() => $"{_state}";
    }

    public sealed class NoWayIn
    {
        public NoWayIn(string other) => Value = other.Length;

        public int Value { get; set; }
    }

    public sealed class Lonely : System.Collections.IEnumerable
    {
        private Lonely() { }

        public System.Collections.IEnumerator GetEnumerator() => Array.Empty<int>().GetEnumerator();
    }
}
