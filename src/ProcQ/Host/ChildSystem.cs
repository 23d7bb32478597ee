using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>What a worker process asks of its operating system at the start: the seam between systems on the child's side.</summary>
internal abstract class ChildSystem
{
    public static ChildSystem Create() => OperatingSystem.IsWindows() ? new WindowsChild() : new UnixChild();

    /// <summary>Steps out of the parent's terminal session, ignores its signals, leaves no core file, and moves the lifeline away from standard input.</summary>
    public abstract void Detach();

    /// <summary>Waits for the starting gun: one line. Nothing has happened before it.</summary>
    public abstract StartLine ReadStartLine();

    /// <summary>From now on the end of the lifeline, which is the end of the parent, ends this process and all it has started.</summary>
    public abstract void WatchLifeline();

    /// <summary>Connects to the parent.</summary>
    public abstract Stream Connect(string pipe);

    /// <summary>Ends this process and all it has started, at once.</summary>
    public abstract void Leave();

    /// <summary>Runs the watch on a thread of its own: one from the pool might never get its turn.</summary>
    protected static void StartWatch(Action watch) =>
        new Thread(() => watch(), maxStackSize: 128 * 1024) { Name = "ProcQ lifeline", IsBackground = true }.Start();
}
