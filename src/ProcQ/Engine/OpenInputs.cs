using ProcQ.Scheduling;

namespace ProcQ.Engine;

/// <summary>Calls whose input may not have been read to its end. Under the engine's gate.</summary>
internal sealed class OpenInputs(PoolCore core)
{
    private readonly List<Call> _calls = [];

    public void Add(Call call) => _calls.Add(call);

    /// <summary>Hands in what has been read of a call; says whether there was anything.</summary>
    /// <param name="call">The call.</param>
    /// <param name="hungry">Workers may soon be without.</param>
    /// <param name="now">The pool's time.</param>
    public bool Supply(Call call, bool hungry, TimeSpan now)
    {
        var count = call.Input.Take(hungry);
        if (count > 0)
            core.Supply(call.Job, count, now);
        return count > 0;
    }

    /// <summary>Workers get what there is as far as they want it, and whoever reads the inputs hears how much further.</summary>
    public void Serve(TimeSpan now)
    {
        for (var i = _calls.Count - 1; i >= 0; i--)
        {
            var call = _calls[i];
            if (call.Job.InputEnded)
            {
                call.Input.Close();
                _calls.RemoveAt(i);
                continue;
            }

            // Until it has enough, or its reader knows that it has not: what is kept back to come with more may be less than it takes.
            while (core.WantsMore(call.Job) && Supply(call, hungry: true, now)) { }
            if (core.Phase == PoolPhase.Closed)
                call.Input.FreeBytes();
            call.Input.Starve(core.Starves(call.Job));
            call.Input.Raise(core.ReadLimit(call.Job));
        }
    }
}
