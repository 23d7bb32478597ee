namespace ProcQ;

/// <summary>Where a request is on its way.</summary>
public enum RequestStatus
{
    /// <summary>It has not been put.</summary>
    Created,

    /// <summary>It waits for a worker, or runs.</summary>
    Pending,

    /// <summary>It has ended, and nobody has polled since.</summary>
    Ready,

    /// <summary>Its callback has been called, or is being called.</summary>
    Delivered,
}
