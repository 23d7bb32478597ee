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

    // The registration of the caller's token, if that can be cancelled, until then.
    private object? _registration;

    public QueuedCall(CallDesk desk, FunctionDefinition definition, object argument, TaskOptions options)
        : base(TaskCreationOptions.RunContinuationsAsynchronously) =>
        (_desk, _definition, _argument, _options) = (desk, definition, argument, options);

    bool IWaitingCall.IsInLine { get; set; }

    private CancellationToken Caller => _registration is CancellationTokenRegistration own ? own.Token : default;

    /// <summary>Puts it in line; from then on its end may come at any time.</summary>
    public void Enter(CancellationToken caller)
    {
        if (caller.CanBeCanceled)
            _registration = caller.UnsafeRegister(static call => ((QueuedCall<TResult>)call!).Withdraw(), this);
        try
        {
            _desk.Engine.SubmitLater(this);
        }
        catch
        {
            // The pool was closed meanwhile. The token may live for long.
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
        _argument = null;
        var caller = Leave();
        _ = EndAsync(
            ApplyCalls.FinishAsync(_desk, _desk.Follow<TResult>(call, _definition, _options, caller).WaitAsync(), _options)
        );
    }

    public void GiveUp(ResultParcel.Fate fate)
    {
        _argument = null;
        var outcome = new OutcomeBuilder<TResult>(_desk.InfoOf(_definition, _options, Leave())).Ended(0, fate);
        _ = EndAsync(ApplyCalls.FinishAsync(_desk, System.Threading.Tasks.Task.FromResult(outcome), _options));
    }

    private void Withdraw() => _desk.Engine.Withdraw(this);

    /// <summary>Nobody need withdraw it any more. Somebody may just be about to, and is not waited for: it would find nothing.</summary>
    private CancellationToken Leave()
    {
        var caller = Caller;
        if (_registration is CancellationTokenRegistration own)
            own.Unregister();
        _registration = null;
        return caller;
    }

    private async Task EndAsync(Task<TResult> ending)
    {
        await ((Task)ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        SetFromTask(ending);
    }
}
