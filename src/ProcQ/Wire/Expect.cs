namespace ProcQ.Wire;

/// <summary>Checks the shape of message data.</summary>
internal static class Expect
{
    public static void Fields(int found, int expected, FrameKind kind)
    {
        if (found != expected)
            throw new ProtocolException($"A {kind} frame has {expected} fields, not {found}.");
    }

    public static void End(bool atEnd, FrameKind kind)
    {
        if (!atEnd)
            throw new ProtocolException($"A {kind} frame has bytes behind its data.");
    }
}
