namespace ProcQ.Pipelines;

/// <summary>What a stage's function returns for a result that is passed on, when somebody looks at it and when nobody does.</summary>
/// <typeparam name="TSeen">As a value.</typeparam>
/// <typeparam name="TUnseen">As bytes.</typeparam>
/// <typeparam name="TOut">What is passed on.</typeparam>
internal sealed record ResultForm<TSeen, TUnseen, TOut>(
    Func<TSeen, Emit<Carried<TOut>>> Seen,
    Func<TUnseen, Emit<Carried<TOut>>> Unseen
);

/// <summary>The forms there are.</summary>
internal static class ResultForm
{
    /// <summary>Each result is passed on.</summary>
    public static ResultForm<T, Carried<T>, T> Always<T>() =>
        new(static value => new Carried<T>(value), static carried => carried);

    /// <summary>The function may pass nothing on.</summary>
    public static ResultForm<Emit<T>, Emit<Carried<T>>, T> Maybe<T>() =>
        new(static e => e.HasValue ? new Carried<T>(e.Value!) : Emit.None, static e => e);
}
