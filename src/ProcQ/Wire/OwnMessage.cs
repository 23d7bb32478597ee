namespace ProcQ.Wire;

/// <summary>
/// The message of an exception without those of its inner ones. <see cref="AggregateException.Message"/> repeats the text of the whole tree at
/// each of its levels, which grows with the tree's size: a bushy one takes all the memory there is, to be cut to a few thousand characters.
/// </summary>
internal static class OwnMessage
{
    private static readonly unsafe delegate* <Exception, string?> Plain = (delegate* <Exception, string?>)
        typeof(Exception).GetProperty(nameof(Exception.Message))!.GetMethod!.MethodHandle.GetFunctionPointer();

    public static unsafe string? Of(Exception exception) =>
        exception is AggregateException many && RepeatsInner(many) ? Plain(many) : exception.Message;

    /// <summary>A type of the user's may say something of its own.</summary>
    private static bool RepeatsInner(AggregateException many) =>
        many.GetType().GetProperty(nameof(Exception.Message))?.DeclaringType == typeof(AggregateException);
}
