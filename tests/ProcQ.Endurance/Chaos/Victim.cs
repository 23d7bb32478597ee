using System.Runtime.InteropServices;

namespace ProcQ.Endurance.Chaos;

/// <summary>A process, held: a signal reaches this one or nobody, also when its number belongs to another by then. Linux.</summary>
internal sealed partial class Victim : IDisposable
{
    public const int Kill = 9;
    public const int User = 10;
    public const int Continue = 18;
    public const int Stop = 19;

    private const nint SendCall = 424;
    private const nint OpenCall = 434;

    private readonly int _descriptor;

    private Victim(int descriptor) => _descriptor = descriptor;

    /// <summary>Null when it has ended already.</summary>
    public static Victim? TryHold(int processId)
    {
        var descriptor = (int)SystemCall(OpenCall, processId, 0, 0, 0);
        return descriptor >= 0 ? new Victim(descriptor) : null;
    }

    /// <summary>False when it has ended.</summary>
    public bool Send(int signal) => SystemCall(SendCall, _descriptor, signal, 0, 0) == 0;

    public void Dispose() => _ = Close(_descriptor);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint first, nint second, nint third, nint fourth);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
