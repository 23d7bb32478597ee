using System.Runtime.InteropServices;

namespace ProcQ.Interop;

/// <summary>Windows' <c>JOBOBJECT_EXTENDED_LIMIT_INFORMATION</c>; only the flags are used.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct JobLimits
{
    /// <summary>The kind to pass along with this structure.</summary>
    public const int Kind = 9;

    /// <summary>The last handle to the job closing, also by the death of its owner, ends everything in it.</summary>
    public const uint KillOnClose = 0x2000;

    public long ProcessTime;
    public long JobTime;
    public uint Flags;
    public nuint MinWorkingSet;
    public nuint MaxWorkingSet;
    public uint ActiveProcesses;
    public nuint Affinity;
    public uint Priority;
    public uint Scheduling;
    public ulong ReadOperations;
    public ulong WriteOperations;
    public ulong OtherOperations;
    public ulong ReadBytes;
    public ulong WrittenBytes;
    public ulong OtherBytes;
    public nuint ProcessMemory;
    public nuint JobMemory;
    public nuint PeakProcessMemory;
    public nuint PeakJobMemory;
}
