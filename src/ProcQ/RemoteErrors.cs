using System.Runtime.CompilerServices;

namespace ProcQ;

/// <summary>Finds out where an exception came from.</summary>
public static class RemoteErrors
{
    // An exception of the user's own type has no place for these facts; they live as long as it does.
    private static readonly ConditionalWeakTable<Exception, RemoteError> Known = [];

    /// <summary>
    /// The worker, process, item, attempt, type and stack of an exception that a function threw in a worker; null for one that came from
    /// nowhere else. As CPython's <c>RemoteTraceback</c>, with facts instead of text.
    /// </summary>
    /// <param name="e">An exception thrown by a pool, or held by an <see cref="Outcome{T}"/>.</param>
    public static RemoteError? GetRemoteError(this Exception e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return Known.TryGetValue(e, out var error) ? error : null;
    }

    internal static TException Attach<TException>(TException exception, RemoteError error)
        where TException : Exception
    {
        Known.AddOrUpdate(exception, error);
        return exception;
    }
}
