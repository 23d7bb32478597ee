namespace ProcQ.Benchmarks;

/// <summary>Something to be timed. What a run returns is called after the clock has stopped.</summary>
internal sealed record Case(string System, string Name, double N, Func<Task<Func<Task>>> Work)
{
    public static Case Of(string system, string name, double n, Func<Task> work) =>
        new(
            system,
            name,
            n,
            async () =>
            {
                await work();
                return () => Task.CompletedTask;
            }
        );

    public static Case Of(string system, string name, double n, Action work) => Of(system, name, n, () => Task.Run(work));
}
