using ProcQ.MessagePack;

namespace ProcQ.Host;

/// <summary>Walks the arguments of a batch. An argument that could not be read, or was read in part, can be stepped over.</summary>
internal ref struct ArgumentCursor(ReadOnlyMemory<byte> arguments)
{
    private ReadOnlyMemory<byte> _bytes = arguments;
    private long _mark = 0;

    public MessagePackReader Reader = new(arguments);

    /// <summary>The next argument starts here.</summary>
    public void Mark() => _mark = Reader.Consumed;

    /// <summary>Goes behind the argument that starts at the mark, wherever reading it stopped.</summary>
    public void SkipFromMark()
    {
        _bytes = _bytes[(int)_mark..];
        Reader = new MessagePackReader(_bytes);
        Reader.Skip();
        _bytes = _bytes[(int)Reader.Consumed..];
        Reader = new MessagePackReader(_bytes);
    }
}
