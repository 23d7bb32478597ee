using System.Text;

namespace ProcQ.Interop;

/// <summary>The C library's <c>sockaddr_un</c>.</summary>
internal static class SocketAddress
{
    private const byte UnixFamily = 1;
    private const int FamilyBytes = 2;
    private const int TerminatingZero = 1;

    public static byte[] Of(string path)
    {
        var address = new byte[FamilyBytes + Encoding.UTF8.GetByteCount(path) + TerminatingZero];
        Encoding.UTF8.GetBytes(path, address.AsSpan(FamilyBytes));
        if (OperatingSystem.IsMacOS())
            (address[0], address[1]) = ((byte)address.Length, UnixFamily);
        else
            BitConverter.TryWriteBytes(address, (ushort)UnixFamily);
        return address;
    }
}
