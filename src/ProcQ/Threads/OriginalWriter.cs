using ProcQ.Calls;
using ProcQ.Engine;

namespace ProcQ.Threads;

/// <summary>Hands in the items of a call as they are.</summary>
internal sealed class OriginalWriter<T>(PoolEngine engine, Call call) : ArgumentWriter<T>(engine, call)
{
    private const int GroupItems = 512;

    private readonly OriginalArguments<T> _arguments = (OriginalArguments<T>)call.Arguments;

    protected override int Append(ReadOnlySpan<T> items, out Exception? refusal)
    {
        refusal = null;
        var count = Math.Min(items.Length, GroupItems);
        _arguments.Append(items[..count]);
        return count;
    }
}
