using ProcQ.Scheduling;
using ProcQ.Watching;
using ProcQ.Wire;
using ProcQ.Workers;

namespace ProcQ.Engine;

/// <summary>Carries the core's commands to workers and calls: messages in line and entries in queues, no I/O. Called under the engine's gate.</summary>
internal sealed class Routing(SlotTable slots, FunctionCatalog functions, PoolWatch watch, Backlog backlog)
{
    private readonly Dictionary<long, Call> _calls = [];

    // Where the worker was whose death the event is.
    private Scene? _scene;

    /// <summary>The event the commands answer to: outcomes take their facts from it.</summary>
    public WorkerEvent? Event { get; private set; }

    public WorkerStartException? Fault { get; private set; }

    /// <summary>The event leaves places empty that nobody can be started for now, and this is why.</summary>
    public WorkerStartException? Shortage { get; private set; }

    public bool PoolEnded { get; private set; }

    /// <summary>Something happened; the core has not heard of it yet.</summary>
    public void Hear(WorkerEvent happened, PoolCore core, TimeSpan now)
    {
        Event = happened;
        _scene = happened is WorkerEvent.Died died ? Scene.Of(core, died, now) : null;
    }

    /// <summary>All commands that answered to the event are carried out.</summary>
    public void Forget() => (Event, _scene, Shortage) = (null, null, null);

    public void Add(Call call) => _calls.Add(call.Job.Id, call);

    /// <summary>Carries out the commands in order; what has to wait until the gate is left goes to <paramref name="errands"/>.</summary>
    public void Route(List<PoolCommand> commands, Errands errands)
    {
        foreach (var command in commands)
        {
            watch.Note(command);
            Route(command, errands);
        }
    }

    private void Route(PoolCommand command, Errands errands)
    {
        switch (command)
        {
            case PoolCommand.Deliver deliver:
                Deliver(deliver);
                break;
            case PoolCommand.Settle settle:
                Settle(settle);
                break;
            case PoolCommand.Retry retry:
                Retry(retry);
                break;
            case PoolCommand.EndJob end:
                EndCall(end.Job, errands);
                break;
            case PoolCommand.Fault:
                Fault = FaultCause();
                watch.Faulted(Fault);
                break;
            case PoolCommand.Shortage:
                Shortage = FaultCause();
                break;
            case PoolCommand.EndPool:
                PoolEnded = true;
                break;
            default:
                RouteToWorker(command, errands);
                break;
        }
    }

    private void RouteToWorker(PoolCommand command, Errands errands)
    {
        switch (command)
        {
            case PoolCommand.Send send:
                Post(send.Worker, send.Generation, RunMessage(send), errands);
                break;
            case PoolCommand.TakeBack take:
                Post(take.Worker, take.Generation, new Outgoing.TakeBack(take.Sequence), errands);
                break;
            case PoolCommand.Cancel ask:
                Post(ask.Worker, ask.Generation, new Outgoing.Cancel(ask.Sequence), errands);
                break;
            case PoolCommand.TimeUp time:
                Post(time.Worker, time.Generation, new Outgoing.TimeUp(time.Sequence), errands);
                break;
            case PoolCommand.Stop stop:
                Post(stop.Worker, stop.Generation, new Outgoing.Stop(), errands);
                break;
            case PoolCommand.Start start:
                slots.Open(start.Worker).Start(start.Generation, start.Place, start.Delay);
                break;
            case PoolCommand.Promote promote:
                slots[promote.Worker].Place = promote.Place;
                Post(promote.Worker, promote.Generation, new Outgoing.Promote(promote.Place), errands);
                break;
            case PoolCommand.Kill kill:
                errands.Kill(kill);
                break;
            default:
                throw new InvalidOperationException($"Nobody carries out {command.GetType().Name}.");
        }
    }

    private Outgoing.Run RunMessage(PoolCommand.Send send)
    {
        var call = _calls[send.Job.Id];
        var items = send.Items;
        var header = new RunHeader(call.Function.Function.Id, items.First, items.Attempt, call.Options, items.Count);
        return new Outgoing.Run(call.Function.Function, header, send.Sequence, call.Arguments.Slice(items));
    }

    private void Post(int worker, long generation, Outgoing message, Errands errands)
    {
        slots[worker].Post(generation, message);
        errands.Pump(worker);
    }

    private void Deliver(PoolCommand.Deliver deliver)
    {
        var call = _calls[deliver.Job.Id];
        call.Arguments.Settle(deliver.Items);
        call.Attempts.Take(deliver.Items);
        call.Input.BytesFreed();
        call.Results.Add(
            Event switch
            {
                WorkerEvent.Results r => new ResultParcel.Values(
                    deliver.Items,
                    r.Values,
                    r.Header.Elapsed,
                    r.Header.Durations,
                    OriginOf(r.Worker, r.ProcessId)
                ),
                WorkerEvent.Failed f => new ResultParcel.Failure(deliver.Items, f.Report, OriginOf(f.Worker, f.ProcessId)),
                _ => throw new InvalidOperationException("Results were delivered without an event that brought them."),
            }
        );
    }

    private void Settle(PoolCommand.Settle settle)
    {
        var call = _calls[settle.Job.Id];
        call.Arguments.Settle(settle.Items);
        call.Input.BytesFreed();
        var died = Event as WorkerEvent.Died;
        var loss =
            // What had begun was lost with its worker, whatever became of the pool.
            Fault is not null
            && !settle.MayHaveExecuted
                ? Loss.OfStart(Fault)
            : died is not null ? Loss.OfDeath(died, _scene?.Is(settle.Job, settle.Items) == true ? _scene : null)
            : null;
        var origin =
            settle.Worker >= 0
                ? OriginOf(settle.Worker, died?.ProcessId ?? (Event as WorkerEvent.Failed)?.ProcessId ?? 0)
                : Origin.None;
        call.Results.Add(
            new ResultParcel.Fate(settle.Items, settle.Status, settle.MayHaveExecuted, loss, origin)
            {
                Earlier = call.Attempts.Take(settle.Items),
            }
        );
    }

    /// <summary>The item runs again; only its last attempt has an outcome, which tells of the others.</summary>
    private void Retry(PoolCommand.Retry retry)
    {
        var (died, failed) = (Event as WorkerEvent.Died, Event as WorkerEvent.Failed);
        _calls[retry.Job.Id]
            .Attempts.Add(
                retry.Item.First,
                new FailedAttempt(
                    retry.Item.Attempt,
                    retry.Status,
                    slots[retry.Worker].Place,
                    died?.ProcessId ?? failed?.ProcessId ?? 0,
                    died?.Exit.Reason ?? "it stopped when it was asked to"
                )
            );
    }

    /// <summary>Users know a worker by its place.</summary>
    private Origin OriginOf(int worker, int processId) => new(slots[worker].Place, processId);

    private void EndCall(JobState job, Errands errands)
    {
        _calls.Remove(job.Id, out var call);
        var forgotten = functions.Release(call!.Function, job.Sizer.Pace);
        backlog.Left(call.MayWait);
        call.Results.End();
        foreach (var function in forgotten)
            PostToAll(new Outgoing.Forget(function.Id), errands);
    }

    private void PostToAll(Outgoing message, Errands errands)
    {
        for (var worker = 0; worker < slots.All.Count; worker++)
        {
            slots[worker].PostToCurrent(message);
            errands.Pump(worker);
        }
    }

    private WorkerStartException FaultCause() =>
        Event switch
        {
            WorkerEvent.StartFailed failed => failed.Cause,
            WorkerEvent.Died died => new WorkerStartException(
                $"Workers end as soon as they have started, before they do any work: {died.Exit.Reason}."
                    + (died.OutputTail.Length > 0 ? $" The last one wrote:\n{died.OutputTail}" : "")
            )
            {
                Phase = WorkPhase.Idle,
                ProcessId = died.ProcessId,
                ExitCode = died.Exit.ExitCode,
                OutputTail = died.OutputTail,
            },
            _ => new WorkerStartException("No worker can be started."),
        };
}
