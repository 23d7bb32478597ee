using ProcQ.MessagePack;
using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>Walks the arguments of a batch. An argument that could not be read, or was read in part, can be stepped over.</summary>
internal ref struct ArgumentCursor(Cargo arguments)
{
    private readonly Cargo _arguments = arguments;
    private ReadOnlyMemory<byte> _bytes = (arguments as KeptBytes)?.Memory ?? default;
    private long _mark = 0;
    private int _position = -1;

    /// <summary>Where arguments are bytes.</summary>
    public MessagePackReader Reader = new((arguments as KeptBytes)?.Memory ?? default);

    /// <summary>The argument that <see cref="Mark"/> was called for last, where arguments are values.</summary>
    public readonly T Original<T>() => ((Originals<T>)_arguments)[_position];

    /// <summary>The next argument starts here.</summary>
    public void Mark()
    {
        _position++;
        _mark = Reader.Consumed;
    }

    /// <summary>Goes behind the argument that starts at the mark, wherever reading it stopped.</summary>
    public void SkipFromMark()
    {
        if (_arguments is not KeptBytes)
            return;
        _bytes = _bytes[(int)_mark..];
        Reader = new MessagePackReader(_bytes);
        Reader.Skip();
        _bytes = _bytes[(int)Reader.Consumed..];
        Reader = new MessagePackReader(_bytes);
    }
}
