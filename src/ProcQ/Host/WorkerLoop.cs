using System.Buffers;
using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>
/// The child's side of a session. The first thread runs items, and reads frames while it has none; meanwhile a second one reads, so that
/// taking items back, asking an item to stop and the end of the pipe are noticed while an item runs, even when it has starved the thread pool.
/// </summary>
internal sealed class WorkerLoop
{
    private readonly WorkerBootstrap _boot;
    private readonly BatchInbox _inbox;
    private readonly FunctionTable _functions = new();
    private readonly Ticker _ticker = new();
    private readonly WorkerContext _context;
    private readonly Initializer? _initializer;
    private readonly ItemRunner _runner;
    private readonly FrameReader _frames;
    private readonly PipeTurns _turns;

    private WorkerLoop(WorkerBootstrap boot)
    {
        _boot = boot;
        _frames = new FrameReader(boot.Pipe, boot.Line.MaxFrameBytes, Handle);
        _turns = new PipeTurns(Read);
        _inbox = new BatchInbox(_turns);
        var outlet = new PipeOutlet(boot.Pipe, boot.Line.MaxFrameBytes, e => boot.System.GiveUp(LastWords.CutOff + e.Message));
        _context = new WorkerContext(boot.Line.WorkerId, new ProgressOutlet(outlet));
        WorkerContext.Enter(_context);
        _initializer = boot.Line.Initializes
            ? new Initializer(() => _functions.Find(FunctionIds.Initializer), outlet, boot.Page)
            : null;
        var memory = boot.Line.MaxMemoryBytes > 0 ? new MemoryLimit(boot.Line.MaxMemoryBytes) : null;
        _runner = new ItemRunner(_inbox, _functions, outlet, boot.Page, _context, _ticker)
        {
            Memory = memory,
            SideTraffic = SideTraffic.Settle,
            MakeRoom = boot.System.MakeRoom,
        };
    }

    /// <summary>Serves the parent until it says stop; returns the exit code.</summary>
    public static int Run(WorkerBootstrap boot)
    {
        new WorkerLoop(boot).Run();
        return 0;
    }

    private void Run()
    {
        _turns.Start();
        if (_initializer is not null)
        {
            _turns.TakeOver();
            _initializer.Run();
        }

        _ticker.Start();
        new Rehearsal(_inbox, _boot.Line.MaxFrameBytes).Start();
        _runner.Run();
    }

    private void Read()
    {
        if (_frames.ReadSome())
            return;
        if (_frames.Failure is { } failure)
            _boot.System.GiveUp(LastWords.CutOff + failure.Message);
        // Nobody reads results any more: nothing that still runs here matters.
        _boot.System.Leave();
    }

    private void Handle(Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Define:
                _functions.Define(frame.Order, Copy(frame.Data));
                if (frame.Order == FunctionIds.Initializer)
                    _initializer?.Arrived();
                break;
            case FrameKind.Forget:
                PlainFrame.ExpectNil(frame);
                _functions.Forget(frame.Order);
                break;
            case FrameKind.Run:
                _inbox.Add(new Batch(RunHeader.Read(frame.Data, out var arguments), frame.Order, new KeptBytes(arguments)));
                break;
            case FrameKind.TakeBack:
                PlainFrame.ExpectNil(frame);
                _runner.TakeBack(frame.Order);
                break;
            case FrameKind.Cancel:
                PlainFrame.ExpectNil(frame);
                _inbox.Find(frame.Order)?.Cancellation.Request();
                break;
            case FrameKind.TimeUp:
                PlainFrame.ExpectNil(frame);
                TimeUp(frame.Order);
                break;
            case FrameKind.Promote:
                PlainFrame.ExpectNil(frame);
                _context.WorkerId = (int)frame.Order;
                break;
            case FrameKind.Stop:
                PlainFrame.ExpectNil(frame);
                _inbox.Stop();
                break;
            default:
                throw new ProtocolException($"A worker is not sent frames of kind {frame.Kind}.");
        }
    }

    // Unlike ToArray, this is compiled already.
    private static byte[] Copy(in ReadOnlySequence<byte> data)
    {
        var copy = new byte[data.Length];
        data.CopyTo(copy);
        return copy;
    }

    /// <summary>What is behind the item was taken back before, so its batch, which shares its token, is this item alone.</summary>
    private void TimeUp(long item)
    {
        if (_boot.Page.Read().Running == item)
            _inbox.Find(item)?.Cancellation.Request();
    }
}
