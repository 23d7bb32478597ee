using ProcQ.Engine;
using ProcQ.Pipelines;

namespace ProcQ;

/// <summary>A chain of stages, whatever comes out of it.</summary>
public abstract class PipelineBuilder
{
    private protected PipelineBuilder() { }

    /// <summary>Connects its stages, and drops what comes out of the last; returns the loop that does.</summary>
    internal abstract Func<Task> ConnectToNowhere(PipelineRun run);

    /// <summary>Where it begins.</summary>
    internal abstract PipelineSource Source { get; }
}

/// <summary>
/// A chain of stages that ends in items of one type. Each method returns a longer chain and leaves this one as it is. Functions and data follow the rules of
/// <see cref="FunctionCaller"/>; functions of <see cref="StageKind.Thread"/> stages see this process's own objects.
/// </summary>
/// <typeparam name="T">What comes out of its last stage.</typeparam>
public sealed class PipelineBuilder<T> : PipelineBuilder
{
    // What the last stage has ready for a reader who is slow.
    private const int ResultPlaces = 1024;

    private readonly Action<PipelineRun, Inbox<T>> _connect;
    private readonly PipelineStage? _last;

    internal PipelineBuilder(PipelineSource source, PipelineStage? last, Action<PipelineRun, Inbox<T>> connect) =>
        (Source, _last, _connect) = (source, last, connect);

    internal override PipelineSource Source { get; }

    /// <summary>Adds a stage: the function runs on every item, and its results go to the next stage. As a worker of jobq.</summary>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="f">The function. It may be asynchronous, and may return <see cref="Emit{T}"/> to pass nothing on.</param>
    /// <param name="options">How to run it; null for the defaults: one worker process.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public PipelineBuilder<TResult> Stage<TResult>(Func<T, TResult> f, StageOptions? options = null) =>
        One(f, options, ResultForm.Always<TResult>());

    /// <inheritdoc cref="Stage{TResult}(Func{T, TResult}, StageOptions?)"/>
    public PipelineBuilder<TResult> Stage<TResult>(Func<T, Task<TResult>> f, StageOptions? options = null) =>
        One(f, options, ResultForm.Always<TResult>());

    /// <inheritdoc cref="Stage{TResult}(Func{T, TResult}, StageOptions?)"/>
    public PipelineBuilder<TResult> Stage<TResult>(Func<T, Emit<TResult>> f, StageOptions? options = null) =>
        One(f, options, ResultForm.Maybe<TResult>());

    /// <inheritdoc cref="Stage{TResult}(Func{T, TResult}, StageOptions?)"/>
    public PipelineBuilder<TResult> Stage<TResult>(Func<T, Task<Emit<TResult>>> f, StageOptions? options = null) =>
        One(f, options, ResultForm.Maybe<TResult>());

    /// <summary>
    /// Adds a stage whose function has many results for an item: each goes to the next stage by itself, as it comes. They are made as they are taken: a sequence
    /// without end takes no more memory than one of ten. As a worker of jobq that is a generator.
    /// </summary>
    /// <remarks>
    /// Results that come fast travel some at a time, up to a millisecond's worth; those of a sequence that suddenly blocks may have to wait for the next. An
    /// <see cref="IAsyncEnumerable{T}"/> keeps nothing back. When a sequence throws, what came before is passed on, and the item has failed.
    /// </remarks>
    /// <typeparam name="TResult">One of the results.</typeparam>
    /// <param name="f">The function; usually an iterator.</param>
    /// <param name="options">How to run it; null for the defaults: one worker process.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public PipelineBuilder<TResult> StageMany<TResult>(Func<T, IEnumerable<TResult>> f, StageOptions? options = null) =>
        Many(f, OpenGenerators.Of(f), options, ResultForm.Always<TResult>());

    /// <inheritdoc cref="StageMany{TResult}(Func{T, IEnumerable{TResult}}, StageOptions?)"/>
    public PipelineBuilder<TResult> StageMany<TResult>(Func<T, IAsyncEnumerable<TResult>> f, StageOptions? options = null) =>
        Many(f, OpenGenerators.Of(f), options, ResultForm.Always<TResult>());

    /// <inheritdoc cref="StageMany{TResult}(Func{T, IEnumerable{TResult}}, StageOptions?)"/>
    public PipelineBuilder<TResult> StageMany<TResult>(Func<T, IEnumerable<Emit<TResult>>> f, StageOptions? options = null) =>
        Many(f, OpenGenerators.Of(f), options, ResultForm.Maybe<TResult>());

    /// <inheritdoc cref="StageMany{TResult}(Func{T, IEnumerable{TResult}}, StageOptions?)"/>
    public PipelineBuilder<TResult> StageMany<TResult>(
        Func<T, IAsyncEnumerable<Emit<TResult>>> f,
        StageOptions? options = null
    ) => Many(f, OpenGenerators.Of(f), options, ResultForm.Maybe<TResult>());

    /// <summary>
    /// Adds a stage in which items of the same key are run by the same worker, one after the other in their order, while other keys run at the same time. Its
    /// results leave in the order of the items, unless <see cref="StageOptions.Ordered"/> is false. As a worker of jobq with a dispatcher.
    /// </summary>
    /// <typeparam name="TKey">The key.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="key">
    /// The key of an item; it runs in this process, and what it throws is the failure of its item. Keys are equal as their type says; null is a key. Of integers, those
    /// of the same remainder by <paramref name="workers"/> share a worker, as in jobq.
    /// </param>
    /// <param name="workers">How many workers. 1 and up.</param>
    /// <param name="options">How to run it; null for the defaults. Its <see cref="StageOptions.Workers"/> is not looked at.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public PipelineBuilder<TResult> Partition<TKey, TResult>(
        Func<T, TResult> f,
        Func<T, TKey> key,
        int workers,
        StageOptions? options = null
    ) => One(f, StageParts.With(options, workers), ResultForm.Always<TResult>(), StageParts.Hash(key));

    /// <inheritdoc cref="Partition{TKey, TResult}(Func{T, TResult}, Func{T, TKey}, int, StageOptions?)"/>
    public PipelineBuilder<TResult> Partition<TKey, TResult>(
        Func<T, Task<TResult>> f,
        Func<T, TKey> key,
        int workers,
        StageOptions? options = null
    ) => One(f, StageParts.With(options, workers), ResultForm.Always<TResult>(), StageParts.Hash(key));

    /// <inheritdoc cref="Partition{TKey, TResult}(Func{T, TResult}, Func{T, TKey}, int, StageOptions?)"/>
    public PipelineBuilder<TResult> Partition<TKey, TResult>(
        Func<T, Emit<TResult>> f,
        Func<T, TKey> key,
        int workers,
        StageOptions? options = null
    ) => One(f, StageParts.With(options, workers), ResultForm.Maybe<TResult>(), StageParts.Hash(key));

    /// <inheritdoc cref="Partition{TKey, TResult}(Func{T, TResult}, Func{T, TKey}, int, StageOptions?)"/>
    public PipelineBuilder<TResult> Partition<TKey, TResult>(
        Func<T, Task<Emit<TResult>>> f,
        Func<T, TKey> key,
        int workers,
        StageOptions? options = null
    ) => One(f, StageParts.With(options, workers), ResultForm.Maybe<TResult>(), StageParts.Hash(key));

    /// <summary>A <see cref="Partition{TKey, TResult}(Func{T, TResult}, Func{T, TKey}, int, StageOptions?)"/> whose function has many results for an item, as <c>StageMany</c>.</summary>
    /// <typeparam name="TKey">The key.</typeparam>
    /// <typeparam name="TResult">One of the results.</typeparam>
    /// <param name="f">The function; usually an iterator.</param>
    /// <param name="key">The key of an item.</param>
    /// <param name="workers">How many workers. 1 and up.</param>
    /// <param name="options">How to run it; null for the defaults. Its <see cref="StageOptions.Workers"/> is not looked at.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public PipelineBuilder<TResult> PartitionMany<TKey, TResult>(
        Func<T, IEnumerable<TResult>> f,
        Func<T, TKey> key,
        int workers,
        StageOptions? options = null
    ) => Many(f, OpenGenerators.Of(f), StageParts.With(options, workers), ResultForm.Always<TResult>(), StageParts.Hash(key));

    /// <inheritdoc cref="PartitionMany{TKey, TResult}(Func{T, IEnumerable{TResult}}, Func{T, TKey}, int, StageOptions?)"/>
    public PipelineBuilder<TResult> PartitionMany<TKey, TResult>(
        Func<T, IAsyncEnumerable<TResult>> f,
        Func<T, TKey> key,
        int workers,
        StageOptions? options = null
    ) => Many(f, OpenGenerators.Of(f), StageParts.With(options, workers), ResultForm.Always<TResult>(), StageParts.Hash(key));

    /// <inheritdoc cref="PartitionMany{TKey, TResult}(Func{T, IEnumerable{TResult}}, Func{T, TKey}, int, StageOptions?)"/>
    public PipelineBuilder<TResult> PartitionMany<TKey, TResult>(
        Func<T, IEnumerable<Emit<TResult>>> f,
        Func<T, TKey> key,
        int workers,
        StageOptions? options = null
    ) => Many(f, OpenGenerators.Of(f), StageParts.With(options, workers), ResultForm.Maybe<TResult>(), StageParts.Hash(key));

    /// <inheritdoc cref="PartitionMany{TKey, TResult}(Func{T, IEnumerable{TResult}}, Func{T, TKey}, int, StageOptions?)"/>
    public PipelineBuilder<TResult> PartitionMany<TKey, TResult>(
        Func<T, IAsyncEnumerable<Emit<TResult>>> f,
        Func<T, TKey> key,
        int workers,
        StageOptions? options = null
    ) => Many(f, OpenGenerators.Of(f), StageParts.With(options, workers), ResultForm.Maybe<TResult>(), StageParts.Hash(key));

    /// <summary>
    /// Lets items through at a rate, evenly: the n-th item goes when n items' time has passed since the first came, and what a pause left unused is not made up for. As
    /// <c>limit_job_speed</c> of jobq.
    /// </summary>
    /// <param name="perSecond">Permits a second. More than zero.</param>
    /// <param name="permits">How many permits an item costs. Default: null, one. Zero and up.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="perSecond"/> is not a number of more than zero.</exception>
    public PipelineBuilder<T> RateLimit(double perSecond, Func<T, double>? permits = null)
    {
        if (RatePace.Checked(perSecond) == 0)
            throw new ArgumentOutOfRangeException(nameof(perSecond), perSecond, "At a rate of zero nothing would ever pass.");
        return Then(new RateTerms<T>(() => perSecond, permits));
    }

    /// <inheritdoc cref="RateLimit(double, Func{T, double}?)"/>
    /// <param name="perSecond">
    /// Permits a second; asked for before each item, in this process. Zero holds everything, and is asked for again twenty times a second. What it throws, and a number
    /// below zero, is the failure of the item.
    /// </param>
    /// <param name="permits">How many permits an item costs. Default: null, one. Zero and up.</param>
    public PipelineBuilder<T> RateLimit(Func<double> perSecond, Func<T, double>? permits = null)
    {
        ArgumentNullException.ThrowIfNull(perSecond);
        return Then(new RateTerms<T>(perSecond, permits));
    }

    /// <summary>Hands out the handle of the stage that was added last.</summary>
    /// <param name="stage">The handle.</param>
    /// <exception cref="InvalidOperationException">No stage was added.</exception>
    public PipelineBuilder<T> As(out PipelineStage stage)
    {
        stage = _last ?? throw new InvalidOperationException("There is no stage yet: call As after the stage it is to name.");
        return this;
    }

    /// <summary>
    /// Starts the workers and the input. The results come one by one, in the order in which the last stage passes them on; leaving the loop early, or disposing the
    /// stream, stops everything. When the stream has ended every worker is gone.
    /// </summary>
    /// <param name="ct">Stops the pipeline.</param>
    /// <returns>
    /// The results. Reading throws, after what was ready before: a <see cref="StageException"/> when an item failed and that stops the pipeline; a
    /// <see cref="TimeoutException"/> when its time was up; what the input threw, after the results of what came before it.
    /// </returns>
    /// <exception cref="NotTransferableException">A function, or what it captured, cannot travel.</exception>
    /// <exception cref="InvalidOperationException">The chain is one of <see cref="Pipeline.Start{T}"/>, which is fed by its owner.</exception>
    public ResultStream<T> Run(CancellationToken ct = default)
    {
        if (Source.IsPushed)
            throw new InvalidOperationException(
                "This chain is started by Pipeline.Start: begin with Pipeline.From to read results."
            );
        var run = new PipelineRun(Source.Options);
        var news = new Signal();
        var results = new Inbox<T>(ResultPlaces, carries: false, news.Set);
        _connect(run, results);
        run.Start(drain: null, news.Set, ct);
        return new ResultStream<T>(new PipelineFeed<T>(run, results, news));
    }

    internal override Func<Task> ConnectToNowhere(PipelineRun run)
    {
        var results = new Inbox<T>(ResultPlaces, carries: true);
        _connect(run, results);
        return () => Feeding.DropAsync(results, run.Stopping);
    }

    private PipelineBuilder<TResult> One<TSeen, TUnseen, TResult>(
        Delegate f,
        StageOptions? options,
        ResultForm<TSeen, TUnseen, TResult> form,
        Func<T, int>? hash = null
    ) => Then(StageParts.Function(f, options, form, hash));

    private PipelineBuilder<TResult> Many<TSeen, TUnseen, TResult>(
        Delegate f,
        GeneratorForm generator,
        StageOptions? options,
        ResultForm<TSeen, TUnseen, TResult> form,
        Func<T, int>? hash = null
    ) => Then(StageParts.Generator(f, options, generator, form, hash));

    private PipelineBuilder<TResult> Then<TResult>(Func<int, PipelineOptions, StageShape<T, TResult>> shapeAt)
    {
        var shape = shapeAt(_last is null ? 0 : _last.Index + 1, Source.Options);
        var connect = _connect;
        return new PipelineBuilder<TResult>(
            Source,
            shape.Plan.Handle,
            (run, next) =>
            {
                var stage = new LaneStage<T, TResult>(shape, run, next);
                run.AddBefore(stage);
                connect(run, stage.Inbox);
            }
        );
    }

    private PipelineBuilder<T> Then(RateTerms<T> terms)
    {
        var handle = new PipelineStage(_last is null ? 0 : _last.Index + 1, "rate limit", StageKind.Thread);
        var connect = _connect;
        return new PipelineBuilder<T>(
            Source,
            handle,
            (run, next) =>
            {
                var stage = new RateStage<T>(handle, terms, run, next);
                run.AddBefore(stage);
                connect(run, stage.Inbox);
            }
        );
    }
}
