using ProcQ.MessagePack;
using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>A function with its types forgotten: reads an argument, runs, writes a result. Used by one thread, one item at a time.</summary>
internal abstract class Invocation
{
    /// <summary>Reads the next argument, as the <paramref name="page"/> says already, and runs the function on it, of which the page is told.</summary>
    public abstract void Call(ref ArgumentCursor arguments, ProgressPage page);

    /// <summary>Hands the result of the last call to the outlet.</summary>
    public abstract void WriteResult(ResultOutlet outlet, ProgressPage page);
}

/// <summary>See <see cref="Invocation"/>.</summary>
internal sealed class Invocation<T, TResult>(Func<T, TResult> function, Payload payload) : Invocation
{
    private readonly MessagePackFormatter<T>? _argument = typeof(T) == typeof(Nothing) ? null : payload.Formatter<T>();
    private readonly MessagePackFormatter<TResult>? _formatter =
        typeof(TResult) == typeof(Nothing) ? null : payload.Formatter<TResult>();

    private TResult? _result;

    public override void Call(ref ArgumentCursor arguments, ProgressPage page)
    {
        var argument = ReadArgument(ref arguments.Reader);
        page.Advance(ItemStep.Function);
        _result = function(argument);
    }

    public override void WriteResult(ResultOutlet outlet, ProgressPage page)
    {
        page.Advance(ItemStep.Result);
        var writer = new MessagePackWriter(outlet.Values, Payload.FromWorker);
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
