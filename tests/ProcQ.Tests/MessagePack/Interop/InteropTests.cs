using System.Buffers;
using ProcQ.MessagePack;

namespace ProcQ.Tests.MessagePack.Interop;

/// <summary>Two implementations that share nothing with ours read what we write, and we read what they write.</summary>
public sealed class InteropTests : IDisposable
{
    private const int Seed = 20240102;
    private const int Count = 10_000;

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"procq-interop-{Guid.NewGuid():N}");

    public void Dispose() => File.Delete(_file);

    [PeerFact(nameof(Peer.Python))]
    public void Python_ReadsTenThousandRandomValuesThatWeWrote() => PeerReadsOurs(Peer.Python);

    [PeerFact(nameof(Peer.Python))]
    public void TenThousandRandomValuesThatPythonWrote_AreReadByUs() => WeReadTheirs(Peer.Python);

    [PeerFact(nameof(Peer.JavaScript))]
    public void JavaScript_ReadsTenThousandRandomValuesThatWeWrote() => PeerReadsOurs(Peer.JavaScript);

    [PeerFact(nameof(Peer.JavaScript))]
    public void TenThousandRandomValuesThatJavaScriptWrote_AreReadByUs() => WeReadTheirs(Peer.JavaScript);

    private void PeerReadsOurs(Peer peer)
    {
        var values = new RandomValues(Seed);
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        var formatter = MessagePackCodec.GetFormatter<object?>();
        var expected = new List<string>();
        for (var i = 0; i < Count; i++)
        {
            var value = values.Next();
            expected.Add(InteropWords.Of(value));
            if (i % 2 == 0)
                formatter.Serialize(ref writer, value);
            else
                RandomValues.WriteSmallest(ref writer, value);
        }

        writer.Flush();
        File.WriteAllBytes(_file, bytes.WrittenSpan);

        Assert.Equal(expected, peer.Read(_file));
    }

    private void WeReadTheirs(Peer peer)
    {
        var expected = peer.Write(_file, Seed, Count);
        var reader = new MessagePackReader(File.ReadAllBytes(_file).AsMemory());
        var formatter = MessagePackCodec.GetFormatter<object?>();
        var read = new List<string>();
        while (!reader.End)
            read.Add(InteropWords.Of(formatter.Deserialize(ref reader)));

        Assert.Equal(Count, read.Count);
        Assert.Equal(expected, read);
    }
}
