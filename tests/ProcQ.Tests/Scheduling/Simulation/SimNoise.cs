namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>What no pool deserves: stale and senseless messages, breaches of the protocol, and kills from outside.</summary>
internal sealed class SimNoise(SimWorld world)
{
    public void Enter()
    {
        Every(world.Setup.NoiseEvery, Stale);
        Every(world.Setup.EvilEvery, Breach);
        Every(world.Setup.KillEvery, KillAny);
    }

    private void Every(long mean, Action action)
    {
        if (mean == 0)
            return;
        var at = world.Clock.Now + world.Random.Below(2 * mean);
        if (at < world.Setup.CalmAt)
            world.Clock.At(at, action + (() => Every(mean, action)));
    }

    /// <summary>Messages of earlier or never born workers change nothing.</summary>
    private void Stale()
    {
        if (world.Slots.Count == 0)
            return;
        var (random, core, now) = (world.Random, world.Core, world.Clock.Time);
        var known = random.Chance(800);
        var worker = known ? Any().Id : random.Pick(-1, world.Slots.Count, int.MaxValue);
        var generation = known ? Any(worker).Generation - random.Between(1, 2) : random.Between(-1, 3);
        var sequence = random.Between(-2, 20);
        switch (random.Below(9))
        {
            case 0:
                core.Ready(worker, generation, now);
                break;
            case 1:
                core.StartFailed(worker, generation, random.Chance(500), now);
                break;
            case 2:
                core.Results(worker, generation, sequence, (int)random.Between(0, 5), default, now);
                break;
            case 3:
                core.Failed(worker, generation, sequence, now);
                break;
            case 4:
                core.Returned(worker, generation, sequence, (int)random.Between(0, 5), now);
                break;
            case 5:
                core.Violated(worker, generation, "stale", now);
                break;
            case 6:
                core.Leaving(worker, generation, now);
                break;
            case 7:
                core.Died(worker, generation, sequence, now, sequence);
                break;
            default:
                core.Running(worker, generation, sequence, TimeSpan.MinValue, now);
                break;
        }

        if (core.TakeCommands() is [var command, ..])
            throw new SimFailure($"A stale message made the pool do something: {command}");
    }

    /// <summary>A live worker says what it must not; the pool kills it and charges what ran.</summary>
    private void Breach()
    {
        if (Somebody() is not { } slot || slot.IsStarting || slot.Why != KillWhy.None || !slot.IsAlive)
            return;
        var (random, core, now) = (world.Random, world.Core, world.Clock.Time);
        var (generation, open) = (slot.Generation, core.Workers[slot.Id].OpenItems);
        world.Trace?.Add(world.Clock, $"{slot} breaks the protocol");
        switch (random.Below(core.Workers[slot.Id].AwaitedReturns > 0 ? 5 : 6))
        {
            case 0:
                core.Results(slot.Id, generation, slot.NextSequence, 1, default, now);
                break;
            case 1:
                core.Results(slot.Id, generation, slot.NextSequence - open, open + 1, default, now);
                break;
            case 2:
                core.Results(slot.Id, generation, slot.NextSequence - open, random.Pick(0, -1, int.MinValue), default, now);
                break;
            case 3:
                core.Failed(slot.Id, generation, -1, now);
                break;
            case 4:
                core.Violated(slot.Id, generation, "unknown kind", now);
                break;
            default:
                core.Returned(slot.Id, generation, slot.NextSequence, random.Pick(1, -1, int.MaxValue), now);
                break;
        }

        world.After(new Cause(Event.Breach, slot.Id));
        world.Tally.Violations++;
        if (slot.Why == KillWhy.None)
            throw new SimFailure($"{slot} broke the protocol and lives.");
    }

    private void KillAny()
    {
        if (Somebody() is not { } slot)
            return;
        world.Trace?.Add(world.Clock, $"{slot} is killed from outside");
        slot.KillNow(slot.Generation);
    }

    /// <summary>Null before the first worker of a pool that needed none so far.</summary>
    private SimSlot? Somebody() => world.Slots.Count == 0 ? null : Any();

    private SimSlot Any() => Any((int)world.Random.Below(world.Slots.Count));

    private SimSlot Any(int worker) => world.Slots[worker];
}
