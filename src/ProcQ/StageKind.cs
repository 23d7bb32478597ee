namespace ProcQ;

/// <summary>Where the workers of a stage live.</summary>
public enum StageKind
{
    /// <summary>In processes of their own: for what computes, may crash, hang or leak. What passes through must be data that can travel.</summary>
    Process,

    /// <summary>On threads of this process: for what waits (files, sockets), and for what needs objects of this process. Nothing is copied, and nothing can be killed.</summary>
    Thread,
}
