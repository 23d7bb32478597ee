using ProcQ.Functions;
using ProcQ.MessagePack;
using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>
/// Runs a batch of ProcQ's own in a worker that has nothing to do yet, where nobody sees it. Most of what a worker's first item costs is code that runs for the first
/// time, and so a spare that takes a place would be ten times slower than the worker it replaces.
/// </summary>
/// <param name="inbox">Of the worker.</param>
/// <param name="maxFrameBytes">As the worker's.</param>
internal sealed class Rehearsal(BatchInbox inbox, int maxFrameBytes)
{
    private const long Function = 1;
    private const int Items = 3;

    // A worker that is started because there is work has some by then, and needs no other.
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(50);

    private readonly object _waiting = new();

    /// <summary>Rehearses on a thread of its own, unless there is work soon.</summary>
    public void Start()
    {
        try
        {
            new Thread(RunIfIdle) { IsBackground = true, Name = "ProcQ rehearsal" }.UnsafeStart();
        }
        catch (OutOfMemoryException)
        {
            // What the system says when there may be no more threads. The worker can do without this one.
        }
    }

    private void RunIfIdle()
    {
        // Nobody pulses it. An event would have to be loaded first.
        lock (_waiting)
            Monitor.Wait(_waiting, Delay);
        if (inbox.HasHadAny)
            return;
        try
        {
            Run();
            ReadText();
        }
        catch (Exception)
        {
            // Whatever is wrong here goes wrong with the first item as well, and is told with it.
        }
    }

    /// <summary>The whole way of a batch: frames, definition, arguments, function, results.</summary>
    /// <returns>What would be sent to the parent.</returns>
    internal byte[] Run()
    {
        var functions = new FunctionTable();
        functions.Define(Function, FunctionEncoder.Define(new Func<int, int>(Step)).Bytes.ToArray());
        using var ticker = new Ticker();
        var batches = new BatchInbox(new PipeTurns(static () => { }));
        FrameReader.ReadToEnd(
            new MemoryStream(Script()),
            maxFrameBytes,
            frame => batches.Add(new Batch(RunHeader.Read(frame.Data, out var arguments), frame.Order, new KeptBytes(arguments)))
        );
        batches.Stop();
        using var results = new MemoryStream();
        var outlet = new PipeOutlet(results, maxFrameBytes, static _ => { });
        var context = new WorkerContext(workerId: -1, new ProgressOutlet(outlet));
        new ItemRunner(batches, functions, outlet, ProgressPage.CreateOwn(), context, ticker).Run();
        return results.ToArray();
    }

    /// <summary>Few functions go without text, and the first one costs as much as all the rest.</summary>
    private static void ReadText() => MessagePackCodec.Deserialize<string>(MessagePackCodec.Serialize(new string('-', 100)));

    private static int Step(int x) => x + 1;

    private static byte[] Script()
    {
        var frames = new FrameBuffer();
        frames.Begin();
        new RunHeader(Function, Index: 0, Attempt: 1, RunOptions.None, Items).Write(frames);
        var writer = new MessagePackWriter(frames);
        for (var i = 0; i < Items; i++)
            writer.Write(i);
        writer.Flush();
        frames.End(FrameKind.Run, 0);
        return frames.Written.ToArray();
    }
}
