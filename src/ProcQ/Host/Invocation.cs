using System.Buffers;
using ProcQ.MessagePack;
using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>A function with its types forgotten: reads an argument, runs, writes a result. Used by one thread, one item at a time.</summary>
internal abstract class Invocation
{
    /// <summary>The step at which the item at hand is; where it failed, when it did.</summary>
    public FailureStep Step { get; protected set; }

    /// <summary>Reads the next argument and runs the function on it.</summary>
    public abstract void Call(ref MessagePackReader arguments);

    /// <summary>Writes the result of the last call.</summary>
    public abstract void WriteResult(IBufferWriter<byte> output);
}

/// <summary>See <see cref="Invocation"/>.</summary>
internal sealed class Invocation<T, TResult>(Func<T, TResult> function, Payload payload) : Invocation
{
    private readonly MessagePackFormatter<T>? _argument = typeof(T) == typeof(Nothing) ? null : payload.Formatter<T>();
    private readonly MessagePackFormatter<TResult>? _formatter =
        typeof(TResult) == typeof(Nothing) ? null : payload.Formatter<TResult>();

    private TResult? _result;

    public override void Call(ref MessagePackReader arguments)
    {
        Step = FailureStep.Argument;
        var argument = ReadArgument(ref arguments);
        Step = FailureStep.Function;
        _result = function(argument);
    }

    public override void WriteResult(IBufferWriter<byte> output)
    {
        Step = FailureStep.Result;
        var writer = new MessagePackWriter(output, Payload.FromWorker);
        if (_formatter is null)
            writer.WriteNil();
        else
            _formatter.Serialize(ref writer, _result!);
        writer.Flush();
        _result = default;
    }

    private T ReadArgument(ref MessagePackReader arguments)
    {
        if (_argument is not null)
            return _argument.Deserialize(ref arguments);
        arguments.ReadNil();
        return default!;
    }
}
