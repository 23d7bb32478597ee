namespace ProcQ;

/// <summary>Where in its work a worker is, or was when it ended. In an item it is what the worker itself noted before each step.</summary>
public enum WorkPhase
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>Its process is being started.</summary>
    Starting,

    /// <summary>It runs the pool's <see cref="ProcessPoolOptions.Initializer"/>.</summary>
    Initializing,

    /// <summary>It is in no item, or not in the one this is about: that one had not begun, or had ended.</summary>
    Idle,

    /// <summary>It rebuilds the function, or reads the argument of an item: constructors, setters and static fields of user code run there.</summary>
    Decoding,

    /// <summary>It runs the function.</summary>
    Running,

    /// <summary>It writes the result, or has written it and sends it: getters of user code run there.</summary>
    Encoding,
}
