using System.Globalization;
using System.Runtime.InteropServices;

namespace ProcQ.Endurance.Chaos;

/// <summary>In a worker: ends what it says to its parent when it gets a signal, and stays.</summary>
internal static partial class HalfClose
{
    private const int ShutWrite = 1;

    private static PosixSignalRegistration? _registration;

    /// <summary>To be called once in each worker. Before that the signal ends it, which is as good a fault.</summary>
    public static void OnSignal() =>
        _registration ??= PosixSignalRegistration.Create(
            (PosixSignal)Victim.User,
            context =>
            {
                context.Cancel = true;
                foreach (var socket in Sockets())
                    _ = ShutDown(socket, ShutWrite);
            }
        );

    private static IEnumerable<int> Sockets() =>
        from link in Directory.EnumerateFileSystemEntries("/proc/self/fd")
        where File.ResolveLinkTarget(link, returnFinalTarget: false)?.Name.StartsWith("socket:", StringComparison.Ordinal) == true
        select int.Parse(Path.GetFileName(link), CultureInfo.InvariantCulture);

    [LibraryImport("libc", EntryPoint = "shutdown")]
    private static partial int ShutDown(int socket, int how);
}
