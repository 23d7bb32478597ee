namespace ProcQ.Wire;

/// <summary>The two ends of a pipe do not fit together, or one of them is not ProcQ. Says what each of them is.</summary>
internal sealed class HandshakeException : ProcQException
{
    public HandshakeException() { }

    public HandshakeException(string message)
        : base(message) { }

    public HandshakeException(string message, Exception? innerException)
        : base(message, innerException) { }

    /// <summary>Both ends are ProcQ, but not the same one.</summary>
    public static HandshakeException Mismatch(Hello parent, Hello worker) =>
        new(
            $"The worker and its parent are different versions: the parent is {parent}; the worker is {worker}. "
                + "Both load ProcQ.dll from the application's folder; rebuild the application so that one version is there."
        );
}
