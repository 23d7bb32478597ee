using System.Runtime.ExceptionServices;

namespace ProcQ;

/// <summary>How one item ended, as a value: nothing is thrown until its <see cref="Result"/> is asked for.</summary>
/// <typeparam name="T">The function's result.</typeparam>
public sealed class Outcome<T>
{
    private readonly T? _result;

    internal Outcome(long index, OutcomeStatus status, T? result, Exception? error) =>
        (Index, Status, _result, Error) = (index, status, result, error);

    /// <summary>The item's place in the input, from 0.</summary>
    public long Index { get; }

    /// <summary>How it ended.</summary>
    public OutcomeStatus Status { get; }

    /// <summary>What the function returned; null is a result like any other. Throws <see cref="Error"/> unless it succeeded.</summary>
    public T Result
    {
        get
        {
            if (Error is not null)
                ExceptionDispatchInfo.Throw(Error);
            return _result!;
        }
    }

    /// <summary>What went wrong; null if and only if the item succeeded.</summary>
    public Exception? Error { get; }

    /// <summary>How long the item ran in its worker; zero if it never ran, timed out, or its worker was lost.</summary>
    public TimeSpan Duration { get; internal init; }

    /// <summary>How often it was begun, or tried to be; 0 for an item that never left this process.</summary>
    public int Attempts { get; internal init; }

    /// <summary>The worker that had it last; -1 for none.</summary>
    public int WorkerId { get; internal init; } = -1;

    /// <summary>Index, status, and the result or the error's message.</summary>
    public override string ToString() => $"{Index}: {Status}, {(Error is null ? _result?.ToString() ?? "null" : Error.Message)}";
}
