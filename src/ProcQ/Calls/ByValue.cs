using ProcQ.Engine;
using ProcQ.Functions;
using ProcQ.MessagePack;
using ProcQ.Wire;

namespace ProcQ.Calls;

/// <summary>Everything travels as bytes: workers get copies, and what cannot be copied is refused here, in the caller.</summary>
/// <param name="payload">How arguments and results are coded.</param>
/// <param name="maxBytes">What an argument, or a function with what it captured, may take.</param>
internal sealed class ByValue(Payload payload, int maxBytes) : Transfer
{
    public Payload Payload => payload;

    public int MaxBytes => maxBytes;

    public override FunctionDefinition Define<T, TResult>(Delegate function)
    {
        var definition = FunctionEncoder.Define(function);
        if (definition.Bytes.Length > maxBytes)
            throw Untransferable.CapturesTooMuch(definition.Name, definition.Bytes.Length, maxBytes);
        if (payload.IsPlugged)
            return definition;
        if (typeof(T) != typeof(Nothing))
            Untransferable.ThrowUnlessTransferable(typeof(T), "argument");
        if (typeof(TResult) != typeof(Nothing))
            Untransferable.ThrowUnlessTransferable(typeof(TResult), "result");
        return definition;
    }

    public override ArgumentStore NewStore<T>() => new ByteArguments();

    public override ArgumentWriter<T> NewWriter<T>(PoolEngine engine, Call call) => new ByteWriter<T>(engine, call, this);

    public override object Pack<T>(T argument)
    {
        var buffer = new ArgumentBuffer();
        try
        {
            var writer = new MessagePackWriter(buffer);
            if (typeof(T) == typeof(Nothing))
                writer.WriteNil();
            else
                payload.Formatter<T>().Serialize(ref writer, argument);
            writer.Flush();
        }
        catch (Exception e)
        {
            // Encoding runs the user's getters: whatever they throw, the argument cannot travel.
            throw Untransferable.Argument(0, e);
        }

        if (buffer.Length == 0)
            throw Untransferable.Empty(0, typeof(T));
        if (buffer.Length > maxBytes)
            throw Untransferable.TooLarge(0, buffer.Length, maxBytes);
        return buffer.Length > ByteArguments.LargestCopy
            ? ByteArguments.Of(buffer.Bytes, buffer.Length)
            : buffer.Bytes.AsSpan(0, buffer.Length).ToArray();
    }

    public override ArgumentStore StoreOf(object packed) =>
        packed is byte[] bytes ? ByteArguments.Of(bytes, bytes.Length) : (ArgumentStore)packed;
}
