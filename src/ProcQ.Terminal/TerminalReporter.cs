using Spectre.Console;

namespace ProcQ.Terminal;

/// <summary>
/// Shows a pool or a call in the terminal while it runs: a live row for each worker with its item, how far it is and for how long it has run, and above them what
/// is done, what went wrong, the rate and the time left. As <c>TerminalReporter</c> of Ka-Ping Yee's delegate.py.
/// </summary>
/// <remarks>
/// <para>
/// Where the output is no terminal (a file, a pipe, a build server) it writes plain lines instead: each failure, loss and time-out as it comes, now and then how far it
/// is, and a summary at the end.
/// </para>
/// <para>
/// The rows are painted over those before them, so nothing else should write to the same terminal meanwhile: let the pool's workers not
/// (<see cref="ProcessPoolOptions.Output"/>). A reporter serves one pool or call at a time; it may be used again when that is over.
/// </para>
/// </remarks>
/// <example><code>Parallelize.Run(f, items, children: 4, new TerminalReporter(total: items.Length));</code></example>
public sealed class TerminalReporter : Reporter
{
    private readonly TerminalReporterOptions _options;
    private readonly IAnsiConsole _console;

    // Guarded by the lock. The reporter's thread writes, the clock's reads.
    private readonly Lock _lock = new();
    private Board _board;

    // Whoever puts a ticking here shows; somebody else may try to on a thread of its own, so it is exchanged. The display belongs to the thread of the one that shows.
    private Ticking? _ticking;
    private Display? _display;

    /// <summary>A reporter on standard output.</summary>
    /// <param name="total">How many items there will be, for the share that is done and the time left; null if nobody knows.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="total"/> is negative.</exception>
    public TerminalReporter(long? total = null)
        : this(new TerminalReporterOptions { Total = total }) { }

    /// <summary>A reporter with options.</summary>
    /// <param name="options">How it shows what it hears.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; the message says which.</exception>
    public TerminalReporter(TerminalReporterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Checked();
        _console = options.Console ?? AnsiConsole.Console;
        _board = new Board(_options.TimeProvider, _options.Total, 0);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">It shows another pool or call, which is not over.</exception>
    public override void Init(int workers)
    {
        var display = NewDisplay();
        var ticking = new Ticking(_options.TimeProvider, () => display.Show(Look()));
        if (Interlocked.CompareExchange(ref _ticking, ticking, null) is not null)
        {
            ticking.Stop();
            throw new InvalidOperationException(
                "This reporter shows another pool or call, which is not over. Give each a TerminalReporter of its own, or use it again afterwards."
            );
        }

        lock (_lock)
            _board = new Board(_options.TimeProvider, _options.Total, workers);
        display.Begin(Look());
        _display = display;
        ticking.Start(display.Interval);
    }

    /// <inheritdoc/>
    public override void Spawn(WorkerInfo worker) => Change(board => board.Spawned(worker));

    /// <inheritdoc/>
    public override void Begin(WorkerInfo worker, object? item) => Change(board => board.Began(worker, Wording.Of(item)));

    /// <inheritdoc/>
    public override void Progress(WorkerInfo worker, object? item, double fraction, string? message) =>
        Change(board => board.Progressed(worker, fraction, Wording.Of(message)));

    /// <inheritdoc/>
    public override void Success(WorkerInfo worker, object? item, object? result) =>
        Change(board => board.Ended(worker, Ending.Succeeded, $"{Wording.Of(item)} -> {Wording.Of(result)}"));

    /// <inheritdoc/>
    public override void Fail(WorkerInfo worker, object? item, Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        Trouble(
            worker,
            Ending.Failed,
            $"{Wording.Of(item)}: failed: {exception.GetType().Name}: {Wording.Of(exception.Message)}"
        );
    }

    /// <inheritdoc/>
    public override void Abort(WorkerInfo worker, object? item, WorkerExit exit)
    {
        ArgumentNullException.ThrowIfNull(exit);
        Trouble(worker, Ending.Lost, $"{Wording.Of(item)}: aborted: {Wording.Of(exit.Reason)}");
    }

    /// <inheritdoc/>
    public override void TimedOut(WorkerInfo worker, object? item) =>
        Trouble(worker, Ending.TimedOut, $"{Wording.Of(item)}: timed out");

    /// <inheritdoc/>
    public override void Retry(WorkerInfo worker, object? item, int attempt, OutcomeStatus reason) =>
        Trouble(worker, Ending.Retried, $"{Wording.Of(item)}: {reason}, runs again after attempt {attempt}");

    /// <inheritdoc/>
    public override void Unresponsive(WorkerInfo worker, WorkerCondition condition) =>
        Change(board => board.Changed(worker, $"unresponsive: {condition}"));

    /// <inheritdoc/>
    public override void Exit(WorkerInfo worker, WorkerExit exit)
    {
        ArgumentNullException.ThrowIfNull(exit);
        Change(board => board.Left(worker, $"ended: {Wording.Of(exit.Reason)}"));
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        var display = _display;
        _display = null;
        // If this throws what a write has thrown, a last one would only throw it again.
        Interlocked.Exchange(ref _ticking, null)?.Stop();
        display?.End(Look());
    }

    private Display NewDisplay() =>
        _options.Live ?? LivePicture.CanBeShownOn(_console)
            ? new LiveDisplay(_console, _options.Interval)
            : new PlainDisplay(_console, _options.PlainInterval);

    private void Trouble(WorkerInfo worker, Ending ending, string text)
    {
        Change(board => board.Ended(worker, ending, text));
        _display?.Tell(worker, text);
    }

    private void Change(Action<Board> change)
    {
        lock (_lock)
            change(_board);
    }

    private BoardView Look()
    {
        lock (_lock)
            return _board.Look();
    }
}
