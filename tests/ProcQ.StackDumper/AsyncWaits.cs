using System.Text;
using Microsoft.Diagnostics.Runtime;

namespace ProcQ.StackDumper;

/// <summary>Async methods that wait at an await are on no stack, but on the heap.</summary>
internal static class AsyncWaits
{
    public static void Append(StringBuilder report, ClrRuntime runtime)
    {
        // In the middle of a collection there is no heap to walk.
        if (!runtime.Heap.CanWalkHeap)
            return;
        var waits = runtime
            .Heap.EnumerateObjects()
            .Select(Wait)
            .OfType<string>()
            .GroupBy(wait => wait, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal);
        foreach (var group in waits)
            report.AppendLine($"  async: {group.Key}{(group.Count() > 1 ? $" ({group.Count()} times)" : "")}");
    }

    private static string? Wait(ClrObject box)
    {
        if (box.Type?.Name?.Contains("AsyncStateMachineBox<", StringComparison.Ordinal) != true)
            return null;
        var field = box.Type.GetFieldByName("StateMachine");
        if (field?.Type?.Name is not { } method || !Names.IsOwn(method))
            return null;
        // 0 and up: it waits at that await. Below it has not begun or is over.
        var state = field.IsValueType
            ? box.ReadValueTypeField("StateMachine").ReadField<int>("<>1__state")
            : box.ReadObjectField("StateMachine").ReadField<int>("<>1__state");
        return state >= 0 ? $"{method} waits at its await {state}" : null;
    }
}
