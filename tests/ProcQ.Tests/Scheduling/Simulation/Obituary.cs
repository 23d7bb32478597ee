namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>Writes down what a death really did to the items a worker held.</summary>
internal static class Obituary
{
    public static Death Write(SimSlot slot, List<SimBatch> held, long running, long killedFor)
    {
        var death = new Death(slot.Id, slot.Why);
        (SimJob Job, long Index)? lastEnded = null;
        (SimJob Job, long Index)? next = null;
        foreach (var batch in held)
        {
            for (var i = batch.Reported; i < batch.Count; i++)
            {
                var index = batch.Index(batch.Sequence + i);
                ref var item = ref batch.Job[index];
                Ledger.Require(item.Holder == slot.Id + 1, "died in the hands of one who should not hold it", batch.Job, index);
                item.Holder = 0;
                if (i >= batch.Begun)
                {
                    next ??= (batch.Job, index);
                    if (running < 0 && slot.Why == KillWhy.Overdue && batch.Sequence + i == killedFor)
                        (death.Job, death.Index) = (batch.Job, index);
                    continue;
                }

                item.Lost++;
                death.Lost.Add((batch.Job, index));
                if (slot.Why == KillWhy.Overdue && killedFor != running && batch.Sequence + i == killedFor)
                    death.Late = (batch.Job, index);
                lastEnded = (batch.Job, index);
            }

            if (batch.Spans(running) && running >= batch.Sequence + batch.Reported)
                (death.Job, death.Index) = (batch.Job, batch.Index(running));
        }

        death.IsBystander = death.Job is not null && running >= 0 && IsBystander(death, running, killedFor);
        if (death is { Job: null, Why: KillWhy.None or KillWhy.Violation } && (lastEnded ?? next) is { } suspect)
        {
            suspect.Job[suspect.Index].Strikes++;
            death.Suspect = suspect;
        }

        return death;
    }

    /// <summary>A worker that left holds nothing any more, and what it held has not begun.</summary>
    public static void Leave(SimSlot slot, List<SimBatch> held)
    {
        slot.Tenure.HasLeft = true;
        foreach (var batch in held)
        {
            for (var i = batch.Reported; i < batch.Count; i++)
            {
                var index = batch.Index(batch.Sequence + i);
                Ledger.Require(i >= batch.Begun, "was begun by a worker that left, and not reported", batch.Job, index);
                Ledger.Require(batch.Job[index].Holder == slot.Id + 1, "left by one who should not hold it", batch.Job, index);
                batch.Job[index].Holder = 0;
            }
        }
    }

    private static bool IsBystander(Death death, long running, long killedFor) =>
        death.Why switch
        {
            KillWhy.Overdue => running != killedFor,
            KillWhy.Grace => !death.Job!.GivenUp,
            _ => false,
        };
}
