using System.Runtime.InteropServices;

namespace ProcQ.Specs.Launching;

/// <summary>Holds on to a process that need not be a child of ours, and notices its end without asking again and again. Linux.</summary>
internal sealed partial class ProcessWatch : IDisposable
{
    private const nint OpenCall = 434;
    private const short Readable = 1;
    private const int NoSuchProcess = 3;

    private readonly int _descriptor;

    private ProcessWatch(int processId, int descriptor) => (ProcessId, _descriptor) = (processId, descriptor);

    public int ProcessId { get; }

    /// <summary>Holds a process that is there now.</summary>
    public static ProcessWatch Of(int processId) =>
        TryOf(processId) ?? throw new InvalidOperationException($"process {processId} is not there");

    /// <summary>Holds a process; null when it has ended already.</summary>
    public static ProcessWatch? TryOf(int processId)
    {
        var descriptor = (int)SystemCall(OpenCall, processId, 0);
        var error = Marshal.GetLastPInvokeError();
        Assert.True(descriptor >= 0 || error == NoSuchProcess, $"process {processId} cannot be watched (errno {error})");
        return descriptor >= 0 ? new ProcessWatch(processId, descriptor) : null;
    }

    /// <summary>Whether it ends within the time.</summary>
    public bool EndsWithin(TimeSpan limit)
    {
        var events = new Events { Descriptor = _descriptor, Wanted = Readable };
        return Poll(ref events, 1, (int)limit.TotalMilliseconds) == 1;
    }

    public void MustEndWithin(TimeSpan limit) =>
        Assert.True(EndsWithin(limit), $"process {ProcessId} is alive after {limit.TotalSeconds} s");

    public void MustLive() => Assert.False(EndsWithin(TimeSpan.Zero), $"process {ProcessId} has ended");

    public void Signal(int signal) => Assert.Equal(0, Kill(ProcessId, signal));

    public void Dispose() => Close(_descriptor);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint first, nint second);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref Events events, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial void Close(int descriptor);

    private struct Events
    {
        public int Descriptor;
        public short Wanted;
        public short Happened;
    }
}
