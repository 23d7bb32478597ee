using System.Diagnostics;
using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>Runs the pool's initializer in this worker, on the thread that runs items, and says how it went.</summary>
internal sealed class Initializer(Func<Invocation> find, ResultOutlet outlet, ProgressPage page)
{
    // Nil, as for any function that takes nothing.
    private static readonly byte[] NoArgument = [0xc0];

    private readonly ManualResetEvent _arrived = new(initialState: false);

    /// <summary>The initializer can be found. Called by the reader.</summary>
    public void Arrived() => _arrived.Set();

    /// <summary>Waits for it and runs it. After a failure the parent ends this process; until then it waits like any other worker.</summary>
    public void Run()
    {
        _arrived.WaitOne();
        var start = Stopwatch.GetTimestamp();
        var invocation = find();
        try
        {
            var arguments = new ArgumentCursor(KeptBytes.Of([NoArgument]), 1);
            arguments.Mark();
            invocation.Call(ref arguments, page);
        }
        catch (Exception e)
        {
            // Whatever the user's code threw is the reason why the pool cannot start workers, and is told there.
            var elapsed = Stopwatch.GetElapsedTime(start);
            var report = new FailureReport(elapsed, page.Step, ErrorData.From(e, outlet.MaxErrorChars)) { Original = e };
            outlet.Fail(FunctionIds.Initializer, report, elapsed);
            return;
        }

        outlet.Send(FrameKind.Initialized, 0);
    }
}
