using System.Buffers;
using ProcQ.Functions;
using ProcQ.Host;
using ProcQ.MessagePack;
using ProcQ.Tests.Wire;
using ProcQ.Wire;

namespace ProcQ.Tests.Host;

public sealed class FunctionTableTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"pq-page-{Guid.NewGuid():N}");
    private readonly ProgressPage _parent;
    private readonly ProgressPage _page;

    public FunctionTableTests()
    {
        _parent = ProgressPage.Create(_path);
        _page = ProgressPage.Open(_path);
        File.Delete(_path);
    }

    public void Dispose()
    {
        _page.Dispose();
        _parent.Dispose();
    }

    [Fact]
    public void Find_WithACodecDefined_ReadsAndWritesWithIt()
    {
        var table = new FunctionTable();
        Define(table, FunctionIds.PayloadFactory, (Func<IPayloadCodec>)(() => new MemoryCodec()));
        Define(table, 0, (Func<string, string>)(text => text + "!"));
        var payload = Payload.Plug(() => new MemoryCodec());
        var outlet = new HeldOutlet();
        var invocation = table.Find(0);

        var arguments = new ArgumentCursor(KeptBytes.Of([Write(payload, "hello")]), 1);
        invocation.Call(ref arguments, _page);
        invocation.WriteResult(outlet, _page);

        var results = new MessagePackReader(outlet.Take());
        Assert.Equal("hello!", payload.Formatter<string>().Deserialize(ref results));
    }

    [Fact]
    public void Find_OfSeveralFunctions_MakesTheCodecOnce()
    {
        var table = new FunctionTable();
        Define(table, FunctionIds.PayloadFactory, (Func<IPayloadCodec>)(() => new CountedCodec()));
        Define(table, 0, (Func<int, int>)(x => x));
        Define(table, 1, (Func<int, int>)(x => -x));

        table.Find(0);
        table.Find(1);

        Assert.Equal(1, CountedCodec.Made);
    }

    [Fact]
    public void Find_WithAFactoryThatThrows_FailsEachItemWithTheReason()
    {
        var table = new FunctionTable();
        Define(table, FunctionIds.PayloadFactory, (Func<IPayloadCodec>)(() => throw new FormatException("no codec")));
        Define(table, 0, (Func<int, int>)(x => x));
        var invocation = table.Find(0);

        for (var i = 0; i < 2; i++)
        {
            var error = Assert.Throws<ProcQException>(() => Call(invocation));

            Assert.Contains("no codec", error.Message, StringComparison.Ordinal);
            Assert.Equal(ItemStep.Definition, _page.Step);
        }
    }

    [Fact]
    public void Find_WithAFactoryThatCannotBeRebuilt_FailsEachItemWithTheReason()
    {
        var table = new FunctionTable();
        table.Define(FunctionIds.PayloadFactory, [0xc0]);
        Define(table, 0, (Func<int, int>)(x => x));
        var invocation = table.Find(0);

        var error = Assert.Throws<ProcQException>(() => Call(invocation));

        Assert.IsType<NotTransferableException>(error.InnerException);
    }

    private void Call(Invocation invocation)
    {
        var arguments = new ArgumentCursor(KeptBytes.Of([new byte[] { 0x01 }]), 1);
        invocation.Call(ref arguments, _page);
    }

    private static void Define(FunctionTable table, long id, Delegate function) =>
        table.Define(id, FunctionEncoder.Define(function).Bytes.ToArray());

    private static byte[] Write(Payload payload, string value)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        payload.Formatter<string>().Serialize(ref writer, value);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    private sealed class CountedCodec : IPayloadCodec
    {
        public CountedCodec() => Made++;

        public static int Made { get; private set; }

        public void Write<T>(IBufferWriter<byte> output, T value) => throw new NotSupportedException();

        public T Read<T>(in ReadOnlySequence<byte> bytes) => throw new NotSupportedException();
    }
}
