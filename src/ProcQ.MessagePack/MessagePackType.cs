namespace ProcQ.MessagePack;

/// <summary>The family a MessagePack value belongs to, as told by its first byte.</summary>
public enum MessagePackType
{
    /// <summary>The one byte MessagePack never uses, <c>c1</c>.</summary>
    Unknown,

    /// <summary>A signed or unsigned integer of any width.</summary>
    Integer,

    /// <summary>The null value.</summary>
    Nil,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A 32-bit or 64-bit floating-point number.</summary>
    Float,

    /// <summary>UTF-8 text.</summary>
    String,

    /// <summary>Raw bytes.</summary>
    Binary,

    /// <summary>A counted sequence of values.</summary>
    Array,

    /// <summary>A counted sequence of key and value pairs.</summary>
    Map,

    /// <summary>A typed block of bytes; type -1 is a timestamp.</summary>
    Extension,
}
