namespace ProcQ.Pipelines;

/// <summary>In what form the items of a lane go to its workers, and its results come back.</summary>
/// <param name="Send">An item as it is sent.</param>
/// <param name="Unwrap">What of a result is passed on.</param>
internal sealed record Travel<TIn, TSent, TWire, TOut>(Func<Carried<TIn>, TSent> Send, Func<TWire, Emit<Carried<TOut>>> Unwrap);
