using ProcQ.Engine;
using ProcQ.Functions;

namespace ProcQ.Calls;

/// <summary>
/// A call of one item in the <see cref="Backlog"/>. There may be a million of them, so each is nothing but this, its argument, and the task that its caller
/// has: it is that task's source itself.
/// </summary>
internal sealed class QueuedCall<TResult> : TaskCompletionSource<TResult>, IWaitingCall
{
    private readonly CallDesk _desk;
    private readonly FunctionDefinition _definition;
    private readonly TaskOptions _options;

    // Until the core has it, or it is given up.
    private object? _argument;

    // The registration of the caller's token, if that can be cancelled, until then. In a box: of a million calls few have one.
    private object? _registration;

    public QueuedCall(CallDesk desk, FunctionDefinition definition, object argument, TaskOptions options)
        : base(TaskCreationOptions.RunContinuationsAsynchronously) =>
        (_desk, _definition, _argument, _options) = (desk, definition, argument, options);

    bool IWaitingCall.IsInLine { get; set; }

    public bool IsWanted => !Caller.IsCancellationRequested;

    private CancellationToken Caller => _registration is CancellationTokenRegistration own ? own.Token : default;

    /// <summary>Puts it in line; from then on its end may come at any time.</summary>
    public void Enter(CancellationToken caller)
    {
        if (caller.CanBeCanceled)
            _registration = caller.UnsafeRegister(static call => ((QueuedCall<TResult>)call!).Withdraw(), this);
        try
        {
            // If it is cancelled by now the registration is none, and nobody would know whose token it was.
            caller.ThrowIfCancellationRequested();
            _desk.Engine.SubmitLater(this);
        }
        catch
        {
            // Or the pool was closed meanwhile. The token may live for long.
            Leave();
            throw;
        }

        // Before it was in line there was nothing to withdraw.
        if (caller.IsCancellationRequested)
            Withdraw();
    }

    public CallRequest MakeRequest() => _desk.RequestOf(_definition, _argument!, _options);

    public void Begin(Call call)
    {
        var info = Leave();
        End(() => _desk.Follow<TResult>(call, info).WaitAsync());
    }

    public void GiveUp(ResultParcel.Fate fate)
    {
        var info = Leave();
        End(() => System.Threading.Tasks.Task.FromResult(new OutcomeBuilder<TResult>(info).Ended(0, fate)));
    }

    private void Withdraw() => _desk.Engine.Withdraw(this);

    /// <summary>Nobody need withdraw it any more. Somebody may just be about to, and is not waited for: it would find nothing.</summary>
    private CallInfo Leave()
    {
        var info = _desk.InfoOf(_definition, _options, Caller);
        if (_registration is CancellationTokenRegistration own)
            own.Unregister();
        (_registration, _argument) = (null, null);
        return info;
    }

    /// <summary>Whoever happens to be here, when its turn comes or its end does, is nobody to it: nothing of his surroundings goes with it.</summary>
    private void End(Func<Task<Outcome<TResult>>> ending)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            _ = EndAsync(ending);
            return;
        }

        using (ExecutionContext.SuppressFlow())
            _ = EndAsync(ending);
    }

    /// <summary>Nobody waits for this: whatever comes of it goes to the caller's task.</summary>
    private async Task EndAsync(Func<Task<Outcome<TResult>>> ending)
    {
        var end = ApplyCalls.FinishAsync(_desk, ending, _options);
        await ((Task)end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        SetFromTask(end);
    }
}
