using ProcQ.MessagePack;
using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>Walks the arguments of a batch. An argument that could not be read, or was read in part, can be stepped over.</summary>
/// <param name="arguments">All of them.</param>
/// <param name="count">How many there are.</param>
internal ref struct ArgumentCursor(Cargo arguments, int count)
{
    private readonly Cargo _arguments = arguments;
    private ReadOnlyMemory<byte> _bytes = Bytes(arguments);
    private long _mark = 0;
    private int _position = -1;
    private int _read = -1;

    /// <summary>Where arguments are bytes.</summary>
    public MessagePackReader Reader = new(Bytes(arguments));

    /// <summary>The argument that <see cref="Mark"/> was called for last, where arguments are values.</summary>
    public readonly T Original<T>() => ((Originals<T>)_arguments)[_position];

    /// <summary>How many there are from the one that <see cref="Mark"/> was called for last.</summary>
    public readonly int Left => count - _position;

    /// <summary>The argument that <see cref="Mark"/> was called for last has been read, together with others.</summary>
    public readonly bool IsRead => _position < _read;

    /// <summary>So many have been read that come after it.</summary>
    public readonly int Ahead => Math.Max(0, _read - _position - 1);

    /// <summary>As <see cref="Mark"/>, of one that has been read.</summary>
    public void Step() => _position++;

    /// <summary>So many were read together, from the one that <see cref="Mark"/> was called for last.</summary>
    public void HaveRead(int together) => _read = _position + together;

    /// <summary>The next argument starts here.</summary>
    public void Mark()
    {
        _position++;
        _mark = Reader.Consumed;
    }

    /// <summary>Goes behind the argument that starts at the mark, wherever reading it stopped. Where its end cannot be told, there are no more arguments.</summary>
    public void SkipFromMark()
    {
        if (_arguments is not KeptBytes || IsRead)
            return;
        _bytes = _bytes[(int)_mark..];
        Reader = new MessagePackReader(_bytes);
        try
        {
            Reader.Skip();
            _bytes = _bytes[(int)Reader.Consumed..];
        }
        catch (MessagePackException)
        {
            _bytes = default;
        }

        Reader = new MessagePackReader(_bytes);
    }

    private static ReadOnlyMemory<byte> Bytes(Cargo arguments) => (arguments as KeptBytes)?.Memory ?? default;
}
