using System.Diagnostics;

namespace ProcQ.Host;

/// <summary>
/// Who reads the pipe. The runner does it itself while it has nothing to run, so that a call wakes no second thread on its way. Once a batch
/// runs for longer than a moment a thread of its own takes over, to notice what is asked meanwhile, and goes on until it has read something
/// for a runner that waits.
/// </summary>
/// <param name="read">Waits for bytes and handles the frames in them. One thread at a time calls it.</param>
internal sealed class PipeTurns(Action read) : NewsSource
{
    // Never do both threads wait here: the reader waits for its turn only while the runner has it or is busy, and then the runner does not wait.
    private readonly object _gate = new();

    // Guarded by the gate.
    private Turn _turn;
    private bool _runnerWaits;
    private bool _news;

    private enum Turn
    {
        Nobodys,
        Runners,
        Readers,
    }

    public void Start() => new Thread(ReadInTurn) { IsBackground = true, Name = "ProcQ reader" }.Start();

    /// <summary>The runner has nothing to do: returns when something was read, by itself or by the other thread.</summary>
    public override void AwaitNews()
    {
        lock (_gate)
        {
            if (_turn == Turn.Readers)
            {
                AwaitReader_NeedsLock();
                return;
            }

            Debug.Assert(_turn == Turn.Nobodys, "There is one runner.");
            _turn = Turn.Runners;
            _news = false;
        }

        read();
        lock (_gate)
            _turn = Turn.Nobodys;
    }

    /// <summary>The runner is busy: the other thread reads from now on, if it does not already.</summary>
    public override void TakeOver()
    {
        lock (_gate)
        {
            if (_turn != Turn.Nobodys)
                return;
            _turn = Turn.Readers;
            Monitor.Pulse(_gate);
        }
    }

    private void AwaitReader_NeedsLock()
    {
        _runnerWaits = true;
        while (!_news && _turn == Turn.Readers)
            Monitor.Wait(_gate);
        _runnerWaits = _news = false;
    }

    private void ReadInTurn()
    {
        while (true)
        {
            AwaitTurn();
            do read();
            while (!GiveWay());
        }
    }

    private void AwaitTurn()
    {
        lock (_gate)
        {
            while (_turn != Turn.Readers)
                Monitor.Wait(_gate);
        }
    }

    /// <summary>Something was read. A runner that waited for it goes on reading by itself when it is done with it.</summary>
    private bool GiveWay()
    {
        lock (_gate)
        {
            _news = true;
            if (!_runnerWaits)
                return false;
            _turn = Turn.Nobodys;
            Monitor.Pulse(_gate);
            return true;
        }
    }
}
