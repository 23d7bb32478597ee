using System.Buffers;
using ProcQ.Functions;
using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>The functions this worker was told about. The reader defines and forgets, the runner finds.</summary>
/// <remarks>Plain collections of references, here and in its neighbours: others would have to be compiled first, at the start of every worker.</remarks>
internal sealed class FunctionTable
{
    private readonly Dictionary<long, byte[]> _definitions = [];

    // Owned by the runner.
    private readonly Dictionary<long, Invocation> _invocations = [];
    private Payload? _payload;
    private ProcQException? _noPayload;

    public void Define(long id, byte[] definition)
    {
        lock (_definitions)
            _definitions[id] = definition;
    }

    public void Forget(long id)
    {
        lock (_definitions)
            _definitions.Remove(id);
    }

    /// <summary>The function's invocation, rebuilt at its first use. One that cannot be rebuilt fails each of its items with the reason.</summary>
    public Invocation Find(long id)
    {
        if (_invocations.TryGetValue(id, out var known))
            return known;
        byte[]? definition;
        lock (_definitions)
        {
            if (!_definitions.TryGetValue(id, out definition))
                throw new ProtocolException($"Function {id} was not defined.");
            DropForgotten();
        }

        return _invocations[id] = Build(definition);
    }

    private Invocation Build(byte[] definition)
    {
        try
        {
            return InvocationShape.Of(FunctionDecoder.Resolve(new ReadOnlySequence<byte>(definition)), FindPayload());
        }
        catch (Exception e)
        {
            // Loading the user's assemblies and types can fail in any way; each item of the function says how.
            return new Unresolved(e);
        }
    }

    /// <summary>Made once, with the first function. What goes wrong is kept as well, and is the fate of every item.</summary>
    private Payload FindPayload()
    {
        if (_noPayload is not null)
            throw _noPayload;
        return _payload ??= MakePayload();
    }

    private Payload MakePayload()
    {
        byte[]? factory;
        lock (_definitions)
        {
            if (!_definitions.TryGetValue(FunctionIds.PayloadFactory, out factory))
                return Payload.Own;
        }

        try
        {
            return Payload.Plug((Func<IPayloadCodec>)FunctionDecoder.Resolve(new ReadOnlySequence<byte>(factory)));
        }
        catch (Exception e)
        {
            // The factory is the user's code, and so are the types it needs.
            throw _noPayload = new ProcQException(
                $"The worker could not make the codec of {nameof(ProcessPoolOptions)}.{nameof(ProcessPoolOptions.PayloadCodec)}: {e.Message}",
                e
            );
        }
    }

    private void DropForgotten()
    {
        foreach (var (id, _) in _invocations)
        {
            // Removing while going over it is allowed.
            if (!_definitions.ContainsKey(id))
                _invocations.Remove(id);
        }
    }

    private sealed class Unresolved(Exception cause) : Invocation
    {
        public override void Call(ref ArgumentCursor arguments, ProgressPage page)
        {
            page.Advance(ItemStep.Definition);
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(cause);
        }

        public override void WriteResult(ResultOutlet outlet, ProgressPage page) => throw new NotSupportedException();
    }
}
