namespace ProcQ.Interop;

/// <summary>The C library's <c>sockaddr_un</c>.</summary>
internal static class SocketAddress
{
    private const byte UnixFamily = 1;
    private const int FamilyBytes = 2;

    public static byte[] Of(string path)
    {
        var address = PlainText.ToZeroTerminated(path, before: FamilyBytes);
        if (OperatingSystem.IsMacOS())
            (address[0], address[1]) = ((byte)address.Length, UnixFamily);
        else
            BitConverter.TryWriteBytes(address, (ushort)UnixFamily);
        return address;
    }
}
