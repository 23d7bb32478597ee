using System.Runtime.ExceptionServices;
using ProcQ.Engine;

namespace ProcQ.Calls;

/// <summary>A call over many items while it runs: its input, and what ends it.</summary>
internal sealed class OpenCall<T>(CallHandle handle, Signal news, WorkSource<T> source, CallAudience audience)
{
    private readonly CancellationTokenSource _stopReading = new();
    private Task? _reading;

    public CallHandle Handle => handle;

    /// <summary>Who listens; the call must be closed before it is left.</summary>
    public CallAudience Audience => audience;

    /// <summary>Raised when there are results, or room for input that is read in steps.</summary>
    public Signal News => news;

    /// <summary>Starts a loop that reads the input; without it, <see cref="Step"/> does, on the caller's thread.</summary>
    public void StartReading() => _reading = Task.Run(() => source.ReadAllAsync(_stopReading.Token));

    /// <summary>Reads some input on this thread; says whether there was any to read and room for it.</summary>
    public bool Step() => _reading is null && !source.IsEnded && source.Step();

    /// <summary>Throws what the input threw.</summary>
    public void ThrowIfInputFailed()
    {
        if (source.IsEnded && source.Error is { } error && !handle.Call.Job.Cancelled)
            ExceptionDispatchInfo.Throw(error);
    }

    /// <summary>
    /// Ends it. What is still open never begins; what runs is asked to stop, and with <paramref name="kill"/> loses its worker if it does not.
    /// </summary>
    public void Close(bool kill)
    {
        handle.Close(kill);
        try
        {
            // Runs what the user's stream has registered.
            _stopReading.Cancel();
        }
        finally
        {
            if (_reading is null)
                source.Dispose();
        }
    }
}
