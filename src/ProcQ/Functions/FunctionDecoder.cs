using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using ProcQ.MessagePack;

namespace ProcQ.Functions;

/// <summary>Turns a definition back into a delegate, in the worker, once per function.</summary>
internal static class FunctionDecoder
{
    /// <summary>
    /// The delegate, bound to a closure of its own with the captured values. <see cref="NotTransferableException"/> when the worker hasn't got
    /// that very function; it says what either side has.
    /// </summary>
    [RequiresUnreferencedCode(
        "Functions are found by metadata token and their captured variables by field; trimming removes both."
    )]
    [RequiresDynamicCode("Generic types and methods are closed over types that are known at run time only.")]
    public static Delegate Resolve(in ReadOnlySequence<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        try
        {
            return new FunctionReader().Read(ref reader);
        }
        catch (Exception e) when (e is TypeLoadException or IOException or BadImageFormatException)
        {
            // A type is only as loadable as its base, its interfaces and the types of its fields, which may be in other files.
            throw new NotTransferableException(
                $"A type the function needs can't be loaded in the worker: {e.Message} "
                    + "Deploy the file it is in, in the same build, beside the one that uses it; rebuild, and restart the application.",
                e
            );
        }
        catch (Exception e) when (e is not ProcQException)
        {
            // Whatever a definition of another form leads to: bytes that end early, a type that can't be closed, a target that doesn't fit.
            throw new NotTransferableException(
                $"A function's definition can't be read: {e.Message} "
                    + "Caller and worker don't run the same ProcQ; check that only one version of ProcQ.dll is deployed.",
                e
            );
        }
    }
}
