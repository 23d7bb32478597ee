using System.Buffers;
using ProcQ.MessagePack;

namespace ProcQ.Tests.MessagePack.Vectors;

/// <summary>What we promise for one line of golden bytes.</summary>
public abstract class VectorCase
{
    /// <summary>Why the promise is not what the line says; null where it is.</summary>
    public string? Differs { get; init; }

    public MessagePackOptions? Options { get; init; }

    public abstract void Check(VectorLine line);

    /// <summary>Reads bytes and says in words what came of it, a refusal included.</summary>
    public abstract string Read(in ReadOnlySequence<byte> bytes);
}

/// <summary>The value gives the bytes, and the bytes give a value that gives the same bytes.</summary>
public sealed class Writes<T>(T value) : VectorCase
{
    /// <summary>Set where reading loses the type by design, as for object.</summary>
    public bool OneWay { get; init; }

    /// <summary>The bytes we write where the line says something else; <see cref="VectorCase.Differs"/> says why.</summary>
    public string? Instead { get; init; }

    public override void Check(VectorLine line)
    {
        var written = MessagePackCodec.Serialize(value, Options);
        if (Instead is not null)
            Assert.Equal(Instead, Convert.ToHexStringLower(written));
        else
            line.AssertEqual(written);

        var again = MessagePackCodec.Deserialize<T>(written, Options);
        if (!OneWay)
            Assert.Equal(Convert.ToHexStringLower(written), Convert.ToHexStringLower(MessagePackCodec.Serialize(again, Options)));
    }

    public override string Read(in ReadOnlySequence<byte> bytes) => VectorReading.Describe<T>(bytes, Options);
}

/// <summary>The bytes give this value, in words.</summary>
public sealed class Reads<T>(string? expected = null, Func<T, string>? describe = null) : VectorCase
{
    public override void Check(VectorLine line)
    {
        var value = MessagePackCodec.Deserialize<T>(line.Bytes, Options);
        Assert.Equal(expected ?? line.Arrow, describe is null ? Described.Typed(value) : describe(value));
    }

    public override string Read(in ReadOnlySequence<byte> bytes) => VectorReading.Describe<T>(bytes, Options);
}

/// <summary>The bytes are refused.</summary>
public sealed class RefusesBytes<T>(string reason) : VectorCase
{
    public override void Check(VectorLine line)
    {
        var refusal = Assert.Throws<MessagePackException>(() => MessagePackCodec.Deserialize<T>(line.Bytes, Options));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.True(refusal.Offset >= 0);
    }

    public override string Read(in ReadOnlySequence<byte> bytes) => VectorReading.Describe<T>(bytes, Options);
}

/// <summary>The type cannot travel, neither way.</summary>
public sealed class RefusesType<T>(string reason) : VectorCase
{
    public override void Check(VectorLine line)
    {
        Assert.False(MessagePackCodec.CanSerialize(typeof(T), Options, out var why));
        Assert.Contains(reason, why, StringComparison.Ordinal);
        Assert.Equal(why, Assert.Throws<MessagePackException>(() => MessagePackCodec.Serialize<T>(default!, Options)).Message);
        Assert.Equal(why, Assert.Throws<MessagePackException>(() => MessagePackCodec.GetFormatter<T>(Options)).Message);
    }

    public override string Read(in ReadOnlySequence<byte> bytes) => VectorReading.Describe<T>(bytes, Options);
}

/// <summary>A line without bytes: the promise is a test of its own.</summary>
public sealed class Promises(Action check) : VectorCase
{
    public override void Check(VectorLine line) => check();

    public override string Read(in ReadOnlySequence<byte> bytes) => "";
}
