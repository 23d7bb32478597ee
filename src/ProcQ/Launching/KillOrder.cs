using System.Globalization;

namespace ProcQ.Launching;

/// <summary>
/// When the system has no memory left it kills somebody, and prefers the large: in a container that is often the application itself, which takes everything
/// along. A worker costs one item. So workers, and what they start, stand before their parent in that order, by half of the memory there is. Linux.
/// </summary>
internal static class KillOrder
{
    private const int Ahead = 500;
    private const int Most = 1000;

    private static readonly string? Place = Behind("/proc/self/oom_score_adj");

    /// <summary>Puts a process there. Raising one's own or a child's number takes no rights; lowering it does.</summary>
    public static void PutBeforeUs(int processId)
    {
        if (Place is null)
            return;
        try
        {
            File.WriteAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/oom_score_adj"), Place);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is gone already, or belongs to another user: a wish, without which it works as well.
        }
    }

    /// <summary>Null where there is no such order, or nobody may read it.</summary>
    private static string? Behind(string own)
    {
        try
        {
            var ours = int.Parse(File.ReadAllText(own), CultureInfo.InvariantCulture);
            return Math.Min(Most, ours + Ahead).ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }
}
