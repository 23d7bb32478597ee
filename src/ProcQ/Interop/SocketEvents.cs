using System.Runtime.InteropServices;

namespace ProcQ.Interop;

/// <summary>The C library's <c>pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SocketEvents
{
    public const short Readable = 0x1;
    public const short Writable = 0x4;

    public int Descriptor;
    public short Wanted;
    public short Happened;
}
