using System.Buffers;

namespace ProcQ.Wire;

/// <summary>One message as it lies in the reader's buffer: valid until the reader goes on.</summary>
internal readonly record struct Frame(FrameKind Kind, long Order, ReadOnlySequence<byte> Data)
{
    /// <summary>Bytes before the body: its length.</summary>
    public const int PrefixBytes = 4;

    /// <summary>Bytes of a body that are not data: the array header in front, kind and order behind.</summary>
    public const int EnvelopeBytes = 1 + TrailerBytes;

    /// <summary>What a frame needs besides its payload, at most: prefix, envelope and the header of a batch or its results. So much less than a frame may have is what a value can take.</summary>
    public const int MostOverhead = 256;

    /// <summary>Kind as a one-byte integer, order always as int64: the end of a body has a fixed shape, so no data need be parsed to find it.</summary>
    public const int TrailerBytes = 1 + 9;

    /// <summary>A body is an array of three.</summary>
    public const byte ArrayOfThree = 0x93;

    /// <summary>MessagePack's code of an int64.</summary>
    public const byte Int64 = 0xd3;
}
