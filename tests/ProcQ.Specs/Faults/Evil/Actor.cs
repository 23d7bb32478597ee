using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using ProcQ.Host;
using ProcQ.Wire;

namespace ProcQ.Specs.Faults.Evil;

/// <summary>What a script can do: everything a real worker does, and anything else.</summary>
internal sealed class Actor(EvilWorker worker, bool piecemeal) : IDisposable
{
    private readonly FunctionTable _functions = new();
    private EvilPipe? _pipe;
    private ProgressPage? _page;

    public EvilWorker Worker => worker;

    public StartLine Line => worker.Line!;

    /// <summary>The item in which the crime is committed, by its index in its call.</summary>
    public long CrimeScene { get; set; }

    public EvilPipe Pipe => _pipe ?? throw new InvalidOperationException("It has not connected.");

    /// <summary>The greeting an honest worker begins with.</summary>
    public ReadOnlyMemory<byte> Hello => HelloCodec.Encode(ProcQ.Wire.Hello.Mine(Line.Token));

    /// <summary>Connects once more.</summary>
    public EvilPipe Connect() => _pipe = worker.Hold(EvilPipe.Connect(Line));

    /// <summary>Connects, maps its page and says who it is, as it should. If its pool has changed its mind meanwhile, it waits for its end.</summary>
    public void Greet()
    {
        Connect();
        _page = ProgressPage.Open(Line.Page);
        Send(Hello.Span);
        if (!Pipe.TryRead(out var answer))
            AwaitKill();
        if (answer.Kind != FrameKind.Hello)
            throw new InvalidOperationException($"The parent greets with a frame of kind {answer.Kind}.");
    }

    /// <summary>Sends bytes, in the pieces of this run.</summary>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        if (piecemeal)
            Pipe.SendPiecemeal(bytes, worker.Gone);
        else
            Pipe.Send(bytes);
    }

    /// <summary>Sends the bytes in two parts; the first has been taken when the second leaves.</summary>
    public void SendSplit(ReadOnlySpan<byte> bytes, int at)
    {
        Pipe.Send(bytes[..at]);
        Pipe.AwaitTaken(worker.Gone);
        Pipe.Send(bytes[at..]);
    }

    /// <summary>The next batch; what comes before it is dealt with honestly. A worker that is told to leave meanwhile leaves.</summary>
    public Assignment NextAssignment()
    {
        while (Pipe.TryRead(out var frame))
        {
            if (frame.Kind == FrameKind.Run)
                return new Assignment(frame.Order, RunHeader.Read(frame.Data, out var rest), rest.ToArray());
            Obey(frame);
        }

        // The end of the pipe is the end of an honest worker as well.
        Exit(0);
        return null;
    }

    /// <summary>Does the first batch as it should, and begins the next one, in which the crime is to be committed.</summary>
    public Assignment BeginLater(Assignment first)
    {
        Work(first);
        var next = NextAssignment();
        CrimeScene = next.Header.Index;
        Begin(next.First);
        return next;
    }

    /// <summary>Does what it is sent, until it is told to leave.</summary>
    public void Serve()
    {
        while (true)
            Work(NextAssignment());
    }

    /// <summary>Writes down that it is in this item from now on.</summary>
    public void Begin(long item) => worker.WhileAlive(() => _page!.Begin(item));

    /// <summary>Writes down that everything below this number is over.</summary>
    public void Finish(long end) => worker.WhileAlive(() => _page!.Finish(end));

    /// <summary>Runs a batch and sends its results, as it should; <paramref name="instead"/> of the first one, if that is given.</summary>
    public void Work(Assignment batch, byte[]? instead = null)
    {
        var item = batch.First;
        foreach (var report in Reports(batch))
        {
            Send(item == batch.First && instead is not null ? instead : report);
            item++;
        }

        Finish(batch.End);
    }

    /// <summary>
    /// Runs a batch, and makes of each item the message an honest worker would send of it. One by one, which is allowed; only of the time nothing is said.
    /// </summary>
    public IEnumerable<byte[]> Reports(Assignment batch)
    {
        var invocation = _functions.Find(batch.Header.Function);
        var arguments = batch.Arguments;
        for (var item = batch.First; item < batch.End; item++)
        {
            if ((batch.Header.Options & RunOptions.AnnounceBegin) != RunOptions.None)
                Send(Raw.Plain(FrameKind.Begun, item));
            Begin(item);
            byte[] report = [];
            // Running it tells the page of each step.
            worker.WhileAlive(() => report = Report(invocation, item, ref arguments));
            yield return report;
        }
    }

    private byte[] Report(Invocation invocation, long item, ref ReadOnlyMemory<byte> arguments)
    {
        var cursor = new ArgumentCursor(KeptBytes.Of([arguments]), 1);
        try
        {
            cursor.Mark();
            invocation.Call(ref cursor, _page!);
            using var frames = new MemoryStream();
            var outlet = new PipeOutlet(frames, Line.MaxFrameBytes, e => throw e);
            invocation.WriteResult(outlet, _page!);
            outlet.Keep(item);
            outlet.Flush(TimeSpan.FromMicroseconds(1));
            return frames.ToArray();
        }
        catch (Exception e)
        {
            return Raw.Failed(item, Raw.Error(e.GetType(), e.Message), _page!.Step);
        }
        finally
        {
            arguments = arguments[(int)cursor.Reader.Consumed..];
        }
    }

    /// <summary>Waits for the death that must come.</summary>
    [DoesNotReturn]
    public void AwaitKill()
    {
        worker.Gone.WaitHandle.WaitOne();
        throw new OperationCanceledException(worker.Gone);
    }

    /// <summary>Ends as a process does that exits: at once.</summary>
    [DoesNotReturn]
    public void Exit(int code)
    {
        worker.Leave(code);
        throw new OperationCanceledException(worker.Gone);
    }

    // Unmapped by the thread that writes to it, and not before.
    public void Dispose() => _page?.Dispose();

    private void Obey(Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Define:
                _functions.Define(frame.Order, frame.Data.ToArray());
                break;
            case FrameKind.Forget:
                _functions.Forget(frame.Order);
                break;
            case FrameKind.TakeBack:
                // By the time it reads this it has done all that came before.
                Send(Raw.Number(FrameKind.Returned, frame.Order, 0));
                break;
            case FrameKind.Stop:
                Exit(0);
                break;
            case FrameKind.Cancel:
            case FrameKind.TimeUp:
            case FrameKind.Promote:
                break;
            default:
                throw new InvalidOperationException($"A worker is not sent frames of kind {frame.Kind}.");
        }
    }
}
