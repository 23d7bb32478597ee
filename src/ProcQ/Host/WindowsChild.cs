using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using ProcQ.Interop;
using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>A worker on Windows. The parent's job object ends its group; it has no console of its own to get signals from. Untested: it has not run on Windows yet.</summary>
[SupportedOSPlatform("windows")]
[SuppressMessage("Design", "CA1001", Justification = "The lifeline lives as long as the process.")]
internal sealed class WindowsChild : ChildSystem
{
    private const uint Inheritable = 1;

    private Stream? _lifeline;

    public override void Detach()
    {
        Kernel32.SetConsoleControlHandler(0, add: true);
        var handle = Kernel32.GetStandardHandle(Kernel32.StandardInput);
        Kernel32.SetHandleInformation(handle, Inheritable, 0);
        _lifeline = new FileStream(new SafeFileHandle(handle, ownsHandle: true), FileAccess.Read, bufferSize: 0);
        Kernel32.SetStandardHandle(Kernel32.StandardInput, 0);
    }

    public override StartLine ReadStartLine()
    {
        var line = new MemoryStream();
        int next;
        while ((next = _lifeline!.ReadByte()) is not ('\n' or -1) && line.Length < StartLine.MaxBytes)
            line.WriteByte((byte)next);
        return StartLine.Decode(line.GetBuffer().AsSpan(0, (int)line.Length));
    }

    public override void WatchLifeline() =>
        StartWatch(() =>
        {
            while (_lifeline!.ReadByte() >= 0) { }
            Leave();
        });

    /// <summary>Without exit handlers, which are the user's and may hang; the job object takes care of what it has started.</summary>
    public override void Leave()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }

    protected override void Exit(int code) => Leave();

    public override Stream Connect(string pipe) => PipeDialer.OnWindows(pipe);
}
