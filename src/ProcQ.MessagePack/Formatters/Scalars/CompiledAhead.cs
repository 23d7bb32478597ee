namespace ProcQ.MessagePack.Formatters.Scalars;

/// <summary>
/// Never called. A compiler that compiles ahead leaves out what is generic unless it sees of which types: these are the ones that most programs use, and their first
/// values would otherwise be written by code that waits to be compiled properly.
/// </summary>
internal static class CompiledAhead
{
    public static void Formatters()
    {
        MessagePackCodec.GetFormatter<bool>();
        MessagePackCodec.GetFormatter<byte>();
        MessagePackCodec.GetFormatter<int>();
        MessagePackCodec.GetFormatter<uint>();
        MessagePackCodec.GetFormatter<long>();
        MessagePackCodec.GetFormatter<ulong>();
        MessagePackCodec.GetFormatter<float>();
        MessagePackCodec.GetFormatter<double>();
    }
}
