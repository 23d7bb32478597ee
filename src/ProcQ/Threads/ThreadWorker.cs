using System.Globalization;
using ProcQ.Functions;
using ProcQ.Host;
using ProcQ.Wire;
using ProcQ.Workers;

namespace ProcQ.Threads;

/// <summary>The worker's side: a thread that runs what comes into its inbox, as the first thread of a worker process does.</summary>
internal sealed class ThreadWorker
{
    private readonly ThreadTerms _terms;
    private readonly ThreadOutlet _outlet;
    private readonly ThreadNews _news = new();
    private readonly FunctionTable _functions = new();
    private readonly HashSet<long> _defined = [];
    private readonly BatchInbox _inbox;
    private readonly WorkerContext _context;
    private readonly ProgressOutlet _progress;
    private readonly ItemRunner _runner;
    private readonly Initializer? _initializer;

    public ThreadWorker(ThreadTerms terms, ThreadOutlet outlet, int place, SlotTerms slotTerms)
    {
        (_terms, _outlet) = (terms, outlet);
        _inbox = new BatchInbox(_news);
        _progress = new ProgressOutlet(outlet);
        _context = new WorkerContext(place, _progress) { Pool = terms };
        _runner = new ItemRunner(_inbox, _functions, outlet, Page, _context, terms.Ticker) { MayBeAbandoned = true };
        if (slotTerms.PayloadCodec is { } codec)
            _functions.Define(FunctionIds.PayloadFactory, codec.Bytes.ToArray());
        if (slotTerms.Initializer is { } initializer)
            _initializer = new Initializer(() => Invocation(FunctionIds.Initializer, initializer), outlet, Page);
        else
            outlet.NeedsNone();
    }

    public ProgressPage Page { get; } = ProgressPage.CreateOwn();

    public WorkerContext Context => _context;

    /// <summary>The thread, from its first line to its last.</summary>
    public void Run()
    {
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (_terms.Culture, _terms.UICulture);
        WorkerContext.EnterThread(_context);
        try
        {
            _initializer?.Arrived();
            _initializer?.Run();
            _runner.Run();
        }
        finally
        {
            _progress.End();
        }
    }

    /// <summary>Takes in a message of the pool, on the thread that brings it.</summary>
    public void Hear(Outgoing message)
    {
        switch (message)
        {
            case Outgoing.Run run:
                _inbox.Add(NewBatch(run));
                _news.Announce();
                break;
            case Outgoing.Forget forget:
                _defined.Remove(forget.Function);
                _functions.Forget(forget.Function);
                break;
            case Outgoing.TakeBack takeBack:
                _runner.TakeBack(takeBack.Sequence);
                break;
            case Outgoing.Cancel cancel:
                _inbox.Find(cancel.Sequence)?.Cancellation.Request();
                break;
            case Outgoing.TimeUp time:
                // What is behind the item was taken back before, so its batch, which shares its token, is this item alone.
                if (Page.Read().Running == time.Sequence)
                    _inbox.Find(time.Sequence)?.Cancellation.Request();
                break;
            case Outgoing.Promote promote:
                _context.WorkerId = promote.Place;
                break;
            case Outgoing.Stop:
                _inbox.Stop();
                _news.Announce();
                break;
            case Outgoing.Initialize:
                // It has begun by itself: it knew of the initializer from the start.
                break;
            default:
                throw new InvalidOperationException($"A thread does not know what to do about {message.GetType().Name}.");
        }
    }

    /// <summary>The pool gives it up: it sends what it has, begins nothing more, and its thread ends when the item it is in lets go of it.</summary>
    public void Abandon()
    {
        _inbox.Find(Page.Read().Running)?.Cancellation.Request();
        _runner.Abandon();
        _outlet.Shut();
        _inbox.Leave();
        _inbox.Stop();
        _news.Announce();
    }

    private Batch NewBatch(Outgoing.Run run)
    {
        var (id, definition) = (run.Function.Id, run.Function.Definition);
        var cancellation = new CancelRequest(_terms.CallbackThrew);
        if (definition is OriginalFunction original)
            return new Batch(run.Header, run.Sequence, run.Arguments)
            {
                Invocation = original.NewInvocation(),
                Cancellation = cancellation,
            };
        if (_defined.Add(id))
            _functions.Define(id, definition.Bytes.ToArray());
        return new Batch(run.Header, run.Sequence, ((BytePieces)run.Arguments).Join()) { Cancellation = cancellation };
    }

    private Invocation Invocation(long id, FunctionDefinition definition)
    {
        if (definition is OriginalFunction original)
            return original.NewInvocation();
        _functions.Define(id, definition.Bytes.ToArray());
        return _functions.Find(id);
    }
}
