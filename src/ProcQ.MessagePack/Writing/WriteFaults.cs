using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace ProcQ.MessagePack.Writing;

/// <summary>What can go wrong while writing, out of the way of the fast paths.</summary>
internal static class WriteFaults
{
    [DoesNotReturn]
    public static void TooDeep(int maxDepth) =>
        throw new MessagePackException(
            $"The value nests deeper than the limit of {maxDepth} levels. Flatten it (as a list whose entries name their parents, say), or make bytes of its inner part "
                + "and let it carry these (a byte[]). Where MessagePackOptions are yours to give, MaxDepth can be raised."
        );

    [DoesNotReturn]
    public static void Cycle(Type type) =>
        throw new MessagePackException(
            $"An object of type {type} contains itself. MessagePack has no references: break the cycle or exclude the member that closes it "
                + "([IgnoreMember] or [IgnoreDataMember])."
        );

    [DoesNotReturn]
    public static void ShortOutput(Type type) =>
        throw new InvalidOperationException($"{type}.GetSpan returned less room than it was asked for.");

    public static void EnsureStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new MessagePackException(
                "The value nests deeper than this thread's stack allows. Flatten it or lower MessagePackOptions.MaxDepth."
            );
    }
}
