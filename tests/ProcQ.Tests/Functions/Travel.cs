using System.Buffers;
using ProcQ.Functions;

namespace ProcQ.Tests.Functions;

/// <summary>Sends a function the whole way, only that both ends are this process.</summary>
internal static class Travel
{
    public static T Through<T>(T function)
        where T : Delegate => (T)FunctionDecoder.Resolve(new ReadOnlySequence<byte>(FunctionEncoder.Define(function).Bytes));

    public static FunctionDefinition Define<T>(T function)
        where T : Delegate => FunctionEncoder.Define(function);

    public static NotTransferableException Refused<T>(T function)
        where T : Delegate => Assert.Throws<NotTransferableException>(() => FunctionEncoder.Define(function));
}
