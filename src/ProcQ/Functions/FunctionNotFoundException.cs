namespace ProcQ.Functions;

/// <summary>A worker could not find the function it was sent, or not in the same build; the message names both sides and the fix.</summary>
internal sealed class FunctionNotFoundException : ProcQException
{
    public FunctionNotFoundException(string message)
        : base(message) { }

    public FunctionNotFoundException(string message, Exception? innerException)
        : base(message, innerException) { }
}
