using System.Buffers;
using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>
/// The child's side of a session. The first thread runs items; a second one reads frames, so that taking items back, asking an item
/// to stop and the end of the pipe are noticed while an item runs, even when it has starved the thread pool.
/// </summary>
internal sealed class WorkerLoop
{
    private readonly WorkerBootstrap _boot;
    private readonly BatchInbox _inbox = new();
    private readonly FunctionTable _functions = new();
    private readonly ItemRunner _runner;

    private WorkerLoop(WorkerBootstrap boot)
    {
        _boot = boot;
        var context = new WorkerContext(boot.WorkerId);
        WorkerContext.Enter(context);
        _runner = new ItemRunner(_inbox, _functions, new ResultOutlet(boot.Pipe, boot.MaxFrameBytes), boot.Page, context);
    }

    /// <summary>Serves the parent until it says stop; returns the exit code.</summary>
    public static int Run(WorkerBootstrap boot)
    {
        var loop = new WorkerLoop(boot);
        new Thread(loop.Receive) { IsBackground = true, Name = "ProcQ reader" }.Start();
        loop._runner.Run();
        return 0;
    }

    private void Receive()
    {
        FrameReader.ReadToEnd(_boot.Pipe, _boot.MaxFrameBytes, Handle);
        // Nobody reads results any more: nothing that still runs here matters.
        _boot.System.Leave();
    }

    private void Handle(Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Define:
                _functions.Define(frame.Order, frame.Data.ToArray());
                break;
            case FrameKind.Forget:
                PlainFrame.ExpectNil(frame);
                _functions.Forget(frame.Order);
                break;
            case FrameKind.Run:
                var header = RunHeader.Read(frame.Data, out var arguments);
                _inbox.Add(new Batch(header, frame.Order, new KeptBytes(arguments)));
                break;
            case FrameKind.TakeBack:
                PlainFrame.ExpectNil(frame);
                _runner.TakeBack(frame.Order);
                break;
            case FrameKind.Cancel:
                PlainFrame.ExpectNil(frame);
                _inbox.Find(frame.Order)?.Cancellation.Request();
                break;
            case FrameKind.Stop:
                PlainFrame.ExpectNil(frame);
                _inbox.Stop();
                break;
            default:
                throw new ProtocolException($"A worker is not sent frames of kind {frame.Kind}.");
        }
    }
}
