using System.Net.Sockets;
using ProcQ.Launching;
using ProcQ.Wire;

namespace ProcQ.Specs.Faults.Evil;

/// <summary>
/// A worker that lives on a thread of this process and plays a script. All that its pool sees of it is real: the start line it reads, the socket it
/// connects, the progress page it maps, and an end: a kill takes its sockets away, whatever it is doing.
/// </summary>
/// <param name="number">How many workers were spawned before it.</param>
/// <param name="script">What it does with its life; when it returns, the worker exits with 0.</param>
internal sealed class EvilWorker(int number, int workerId, Action<Actor> script, bool piecemeal) : SpawnedWorker
{
    private const int KilledCode = 137;
    private const int CrashedCode = 134;

    private readonly TaskCompletionSource<ProcessExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _condemned = new();
    private readonly CancellationTokenSource _gone = new();

    // Guarded by the lock.
    private readonly Lock _lock = new();
    private readonly List<IDisposable> _held = [];
    private bool _isGone;
    private bool _isTold;

    private volatile int _workerId = workerId;

    public int Number => number;

    /// <summary>All workers of a pool live in this process; so does whoever connects for them.</summary>
    public override int Id => Environment.ProcessId;

    public override int WorkerId
    {
        get => _workerId;
        set => _workerId = value;
    }

    public override Task<ProcessExit> Exited => _exited.Task;

    /// <summary>Its thread has ended.</summary>
    public override Task Ended => _ended.Task;

    /// <summary>A script that does nothing waits for something; that other threads of this process run says nothing of it.</summary>
    public override bool IsRunnable => false;

    public override string OutputTail => "";

    /// <summary>What it was told; null before.</summary>
    public StartLine? Line { get; private set; }

    /// <summary>What went wrong in the script itself, rather than in the pool.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>A kill takes a moment: the script sees it coming, and what it does until it returns still happens.</summary>
    public bool DiesSlowly { get; set; }

    /// <summary>The pool has killed it.</summary>
    public CancellationToken Condemned => _condemned.Token;

    /// <summary>It is dead: no act of its script has any effect from now on.</summary>
    public CancellationToken Gone => _gone.Token;

    private bool IsGone
    {
        get
        {
            lock (_lock)
                return _isGone;
        }
    }

    public override void Tell(StartLine line)
    {
        lock (_lock)
        {
            if (_isGone)
                return;
            _isTold = true;
        }

        // As it travels.
        Line = StartLine.Decode(line.Encode());
        new Thread(Live) { IsBackground = true, Name = $"evil worker {number}" }.Start();
    }

    public override void Kill()
    {
        _condemned.Cancel();
        if (!DiesSlowly)
            Leave(KilledCode, byPool: true);
    }

    public override void CloseLifeline()
    {
        if (!DiesSlowly)
            Leave(KilledCode, byPool: true);
    }

    public override void Dispose() => Kill();

    /// <summary>It holds this until its end, as a process holds what it opened.</summary>
    public T Hold<T>(T held)
        where T : IDisposable
    {
        lock (_lock)
        {
            if (!_isGone)
            {
                _held.Add(held);
                return held;
            }
        }

        held.Dispose();
        throw new OperationCanceledException(_gone.Token);
    }

    /// <summary>Does something that must not happen after its death.</summary>
    public void WhileAlive(Action act)
    {
        lock (_lock)
        {
            if (_isGone)
                throw new OperationCanceledException(_gone.Token);
            act();
        }
    }

    /// <summary>Its end, by whatever hand. The first one counts.</summary>
    public void Leave(int code, bool byPool = false)
    {
        bool wasTold;
        lock (_lock)
        {
            if (_isGone)
                return;
            _isGone = true;
            wasTold = _isTold;
        }

        // First what it held: whoever waits for its end in the script must not say another word.
        foreach (var held in _held)
            held.Dispose();
        _gone.Cancel();
        _exited.SetResult(new ProcessExit(code, ExitReason.Describe(code, byPool, "")));
        if (!wasTold)
            _ended.SetResult();
    }

    private void Live()
    {
        using var actor = new Actor(this, piecemeal);
        try
        {
            script(actor);
            Leave(_condemned.IsCancellationRequested ? KilledCode : 0);
        }
        catch (Exception) when (IsGone)
        {
            // It died at what it was doing, as the dead do: without a word.
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            // Its pool has hung up, or the door was closed in its face: what follows is a kill, and if none comes the spec has found something.
            _gone.Token.WaitHandle.WaitOne();
        }
        catch (Exception e)
        {
            Failure = e;
            Leave(CrashedCode);
        }
        finally
        {
            _ended.SetResult();
        }
    }
}
