using System.Text;
using Microsoft.Diagnostics.Runtime;

namespace ProcQ.StackDumper;

/// <summary>
/// The managed stacks of all threads, down to the last method that is neither the runtime's nor the test runner's; a thread that is in no other gets one line.
/// Threads that stand at the same place are told together.
/// </summary>
internal static class ThreadStacks
{
    public static void Append(StringBuilder report, int processId, ClrRuntime runtime)
    {
        var places = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var thread in runtime.Threads)
        {
            if (!thread.IsAlive || Stack(thread) is not { Length: > 0 } stack)
                continue;
            if (!places.TryGetValue(stack, out var names))
                places[stack] = names = [];
            names.Add($"{thread.OSThreadId} '{SystemFiles.ThreadName(processId, thread.OSThreadId)}'");
        }

        foreach (var (stack, names) in places.OrderByDescending(place => place.Key.Length))
            report.AppendLine($"  thread {string.Join(", ", names)}").Append(stack);
    }

    private static string Stack(ClrThread thread)
    {
        string[] methods =
        [
            .. thread
                .EnumerateStackTrace()
                .Where(f => f.Kind == ClrStackFrameKind.ManagedMethod)
                .Select(f => f.Method?.Signature ?? "")
                .Where(method => method.Length > 0),
        ];
        var most = Math.Max(Array.FindLastIndex(methods, Names.IsOwn) + 1, Math.Min(1, methods.Length));
        return string.Concat(methods.Take(most).Select(method => $"    {method}\n"));
    }
}
