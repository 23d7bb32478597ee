namespace ProcQ.Pipelines;

/// <summary>Makes shapes of stages out of what the user gave.</summary>
internal static class StageParts
{
    /// <summary>A stage of one result an item.</summary>
    public static Func<int, PipelineOptions, StageShape<T, TResult>> Function<T, TSeen, TUnseen, TResult>(
        Delegate f,
        StageOptions? options,
        ResultForm<TSeen, TUnseen, TResult> form,
        Func<T, int>? hash
    )
    {
        var terms = Check<TResult>(f, options);
        return (index, _) => new FunctionShape<T, TSeen, TUnseen, TResult>(Plan(index, f, terms), hash, form);
    }

    /// <summary>A stage of many results an item.</summary>
    public static Func<int, PipelineOptions, StageShape<T, TResult>> Generator<T, TSeen, TUnseen, TResult>(
        Delegate f,
        StageOptions? options,
        GeneratorForm generator,
        ResultForm<TSeen, TUnseen, TResult> form,
        Func<T, int>? hash
    )
    {
        var terms = Check<TResult>(f, options);
        return (index, pipeline) =>
        {
            if (terms.Kind == StageKind.Process)
                ThrowIfReplaced(terms.Processes ?? pipeline.Processes, nameof(options));
            return new GeneratorShape<T, TSeen, TUnseen, TResult>(
                Plan(index, f, terms) with
                {
                    KeepsWorkers = true,
                },
                hash,
                generator,
                form
            );
        };
    }

    /// <summary>A generator lives in its worker from its first result to its last.</summary>
    private static void ThrowIfReplaced(ProcessPoolOptions processes, string name)
    {
        if (processes.MaxTasksPerWorker is not null)
            throw Unreplaceable(nameof(ProcessPoolOptions.MaxTasksPerWorker), name);
        if (processes.MaxWorkerMemoryBytes is not null)
            throw Unreplaceable(nameof(ProcessPoolOptions.MaxWorkerMemoryBytes), name);
    }

    /// <summary>Equal keys have equal numbers.</summary>
    public static Func<T, int> Hash<T, TKey>(Func<T, TKey> key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return item => key(item) is { } known ? EqualityComparer<TKey>.Default.GetHashCode(known) : 0;
    }

    public static StageOptions With(StageOptions? options, int workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        return (options ?? StageOptions.Default) with { Workers = workers };
    }

    private static StageOptions Check<TResult>(Delegate f, StageOptions? options)
    {
        ArgumentNullException.ThrowIfNull(f);
        if (typeof(TResult) == typeof(EmitNothing))
            throw new ArgumentException(
                "The function never passes anything on, and its type of results is not known: write Stage<TResult>(...) or return Emit<TResult>.",
                nameof(f)
            );
        return (options ?? StageOptions.Default).Validated();
    }

    private static ArgumentException Unreplaceable(string option, string parameter) =>
        new(
            $"The workers of a stage of many results cannot be replaced between them: leave {option} out of {nameof(StageOptions)}.{nameof(StageOptions.Processes)} for it.",
            parameter
        );

    private static StagePlan Plan(int index, Delegate f, StageOptions options) =>
        new(new PipelineStage(index, StagePlan.NameOf(f, options), options.Kind), f, options);
}
