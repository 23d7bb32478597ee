using System.Runtime.InteropServices;
using ProcQ.Interop;
using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>A worker on Linux, or on macOS (untested).</summary>
internal sealed unsafe class UnixChild : ChildSystem
{
    private const int StandardInput = 0;
    private const int Hangup = 1;
    private const int Interrupt = 2;
    private const int Quit = 3;
    private const int Terminate = 15;
    private const int ExitKilled = 128 + Libc.SigKill;
    private const int CoreSize = 4;

    // Files are opened one at a time, and mapped; a folder may be open meanwhile. Low numbers, so that a lower limit does not take them away.
    private const int Kept = 4;

    private int[] _kept = [];
    private int _lifeline;

    public override void Detach()
    {
        Libc.SetSid(); // Fails only for a process that leads its group already, which is as good.
        RefuseCoreFiles();
        IgnoreSignals();
        _lifeline = Descriptor.Duplicate(StandardInput);
        var nothing = Descriptor.Open("/dev/null");
        Libc.Duplicate(nothing, StandardInput);
        Libc.Close(nothing);
        _kept = new int[Kept];
        for (var i = 0; i < Kept; i++)
            _kept[i] = Descriptor.Open("/dev/null");
    }

    public override void MakeRoom()
    {
        foreach (var kept in _kept)
            Libc.Close(kept);
        _kept = [];
    }

    public override StartLine ReadStartLine()
    {
        var line = new byte[StartLine.MaxBytes];
        var length = 0;
        while (length < line.Length)
        {
            var read = ReadLifeline(line.AsSpan(length));
            length += read;
            if (read == 0 || line[length - 1] == (byte)'\n')
                break;
        }
        return StartLine.Decode(line.AsSpan(0, length));
    }

    public override void WatchLifeline()
    {
        if (OperatingSystem.IsLinux())
            KernelWatch.Arm(_lifeline);
        StartWatch(() =>
        {
            var ignored = new byte[1];
            while (ReadLifeline(ignored) > 0) { }
            Leave();
        });
    }

    public override void Leave()
    {
        Libc.Kill(-Libc.GetPid(), Libc.SigKill);
        Libc.ExitNow(ExitKilled);
    }

    public override Stream Connect(string pipe) => PipeDialer.OnUnix(pipe);

    // What this process has started is ended by the parent, or by the kernel if there is none.
    protected override void Exit(int code) => Libc.ExitNow(code);

    private int ReadLifeline(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            nint read;
            do read = Libc.Read(_lifeline, start, buffer.Length);
            while (read < 0 && Errno.Last == Errno.Interrupted); // A signal is not the end.
            return read < 0 ? 0 : (int)read;
        }
    }

    // 1 rather than 0: for a core handler that is a program, 0 means "no limit" and 1 means "none".
    private static void RefuseCoreFiles()
    {
        var limits = stackalloc ulong[2];
        if (Libc.GetLimit(CoreSize, limits) < 0)
            return;
        limits[0] = Math.Min(OperatingSystem.IsLinux() ? 1ul : 0ul, limits[1]);
        Libc.SetLimit(CoreSize, limits);
    }

    // A service manager sends them to every process of the service, a terminal to its whole group; when to leave is the parent's decision.
    // "Ignore" would be inherited by the programs user code starts; a handler is not. One that does nothing is at hand in the C library:
    // it takes a number and returns it. (The runtime's own registration costs three milliseconds, a thread and an assembly.)
    private static void IgnoreSignals()
    {
        var nothing = NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "abs");
        foreach (var signal in (ReadOnlySpan<int>)[Hangup, Interrupt, Quit, Terminate])
            Libc.Signal(signal, nothing);
    }
}
