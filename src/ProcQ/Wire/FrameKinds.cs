namespace ProcQ.Wire;

/// <summary>Which kinds of frames there are.</summary>
internal static class FrameKinds
{
    /// <summary>Asked for every frame, so without reflection.</summary>
    public static bool IsKnown(this FrameKind kind) =>
        kind
            is (>= FrameKind.Hello and <= FrameKind.TimeUp)
                or (>= FrameKind.Results and <= FrameKind.Progress)
                or (>= FrameKind.QueuePut and <= FrameKind.QueueReturnMessages)
                or (>= FrameKind.QueueWelcome and <= FrameKind.QueueLooked);
}
