namespace ProcQ.Functions.Rules;

/// <summary>Types whose objects mean something in one process only, and what to use instead of each.</summary>
internal static class ProcessBound
{
    private const string MakeItThere =
        "Make it inside the function, or once per worker in the pool's Initializer and keep it in WorkerContext.Current.State.";

    private static readonly Row[] _coordination =
    [
        new(
            "which can't be cancelled across processes",
            "Use WorkerContext.Current.CancellationToken inside the function: it is cancelled together with the call.",
            "System.Threading.CancellationToken"
        ),
        new(
            "which runs in this process",
            "Await it first, and capture its result.",
            "System.Threading.Tasks.Task",
            "System.Threading.Tasks.ValueTask"
        ),
        new("whose factory is code of this process", "Read its Value into a local, and capture that.", "System.Lazy`"),
        new(
            "which reports to this process",
            "Call WorkerContext.Current.Report(fraction) inside the function.",
            "System.IProgress`"
        ),
        new("which lives in this process's memory", "Use a MsgQueue<T>.", "System.Threading.Channels.Channel"),
        new(
            "which is good only for locking, and a lock holds in one process only",
            "Leave the lock out: a worker runs one item at a time, and workers share no memory.",
            "System.Object",
            "System.Threading.Lock"
        ),
    ];

    private static readonly Row[] _resources =
    [
        new(
            "which is open in this process only",
            "Capture the path (or the bytes), and open it inside the function.",
            "System.IO.Stream",
            "System.IO.TextReader",
            "System.IO.TextWriter"
        ),
        new(
            "which writes through this process",
            "Make a logger inside the function or in the pool's Initializer; what a worker prints reaches the pool's Output.",
            "Microsoft.Extensions.Logging.ILogger"
        ),
        new("whose state can't be copied", "Capture a seed, and make the Random inside the function.", "System.Random"),
        new(
            "which is code and not data",
            "Capture the delegate in a variable of its own delegate type, not inside another value.",
            "System.Delegate",
            "System.Linq.Expressions.Expression"
        ),
        new(
            "which holds resources of this process",
            MakeItThere,
            "System.IDisposable",
            "System.IAsyncDisposable",
            "System.IServiceProvider"
        ),
    ];

    /// <summary>The reason against sending objects of the type and what to do, or null.</summary>
    public static Refusal? Find(Type type)
    {
        var names = NamesOf(type).ToArray();
        return _coordination.Concat(_resources).FirstOrDefault(row => row.Matches(names)) is { } found
            ? new Refusal($"is of type {FunctionName.OfType(type)}, {found.What}", found.Fix, type)
            : null;
    }

    /// <summary>The type, its bases and its interfaces; not <c>object</c>, which is a base of everything.</summary>
    private static IEnumerable<string> NamesOf(Type type)
    {
        yield return NameOf(type);
        for (var level = type.BaseType; level is not null && level != typeof(object); level = level.BaseType)
            yield return NameOf(level);
        foreach (var contract in type.GetInterfaces())
            yield return NameOf(contract);
    }

    private static string NameOf(Type type) => $"{type.Namespace}.{type.Name}";

    /// <summary>By the beginning of their names, because most of these types are in assemblies that ProcQ itself doesn't need.</summary>
    private sealed record Row(string What, string Fix, params string[] Names)
    {
        public bool Matches(string[] names) =>
            names.Any(name => Names.Any(bound => name.StartsWith(bound, StringComparison.Ordinal)));
    }
}
