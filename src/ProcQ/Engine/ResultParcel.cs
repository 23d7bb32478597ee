using ProcQ.Scheduling;
using ProcQ.Wire;

namespace ProcQ.Engine;

/// <summary>Outcomes of consecutive items on their way to the reader of a call.</summary>
internal abstract record ResultParcel(ItemRange Items)
{
    /// <summary>Values, as they came from the worker: bytes are decoded by whoever reads them, not on a worker's loop.</summary>
    internal sealed record Values(ItemRange Items, Cargo Cargo, TimeSpan Elapsed, long[] Durations, Origin Origin)
        : ResultParcel(Items);

    /// <summary>One item whose function failed.</summary>
    internal sealed record Failure(ItemRange Items, FailureReport Report, Origin Origin) : ResultParcel(Items);

    /// <summary>Items that ended without a word of their own.</summary>
    internal sealed record Fate(ItemRange Items, OutcomeStatus Status, bool MayHaveExecuted, Loss? Loss, Origin Origin)
        : ResultParcel(Items)
    {
        /// <summary>Attempts at the item before this one; only an item that travels alone has any.</summary>
        public IReadOnlyList<FailedAttempt> Earlier { get; init; } = [];

        /// <summary>Of items that the pool never had, or never ran. <paramref name="fault"/>: why it can run none at all, if that is so.</summary>
        public static Fate NeverRan(ItemRange items, OutcomeStatus status, WorkerStartException? fault) =>
            new(items, status, MayHaveExecuted: false, fault is null ? null : Loss.OfStart(fault), Origin.None);
    }

    /// <summary>One item that never left: its argument cannot travel.</summary>
    internal sealed record Refused(ItemRange Items, Exception Error) : ResultParcel(Items);
}
