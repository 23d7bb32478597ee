using System.Text;
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

    /// <summary>
    /// Gives back what was kept for the first error of this process: to tell it, cultures and resources are loaded from files, and a function that
    /// has used up all descriptors has left none for them. Without them the runtime would end the process. Called before each error is told.
    /// </summary>
    public virtual void MakeRoom() { }

    /// <summary>Ends this process and all it has started, at once.</summary>
    public abstract void Leave();

    /// <summary>Ends this process at once, with words that explain it: it is of no use any more, and its parent may not know why.</summary>
    public void GiveUp(string lastWords)
    {
        try
        {
            // Not through the console's writer, which is the user's to replace.
#pragma warning disable RS0030 // It is this worker's own, and the pool reads it.
            using var error = Console.OpenStandardError();
#pragma warning restore RS0030
            error.Write(Encoding.UTF8.GetBytes(lastWords + "\n"));
        }
        catch (IOException)
        {
            // Nobody listens there either.
        }

        Exit(LastWords.CutOffCode);
    }

    /// <summary>Ends this process, at once and without the user's handlers.</summary>
    protected abstract void Exit(int code);

    /// <summary>Runs the watch on a thread of its own: one from the pool might never get its turn.</summary>
    protected static void StartWatch(Action watch) =>
        new Thread(() => watch(), maxStackSize: 128 * 1024) { Name = "ProcQ lifeline", IsBackground = true }.Start();
}
