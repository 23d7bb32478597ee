using System.Collections.ObjectModel;

namespace ProcQ.Launching;

/// <summary>What a pool wants of its worker processes.</summary>
internal sealed record LaunchSettings
{
    /// <summary>The pool's name, for messages.</summary>
    public string PoolName { get; init; } = "pool";

    /// <summary>The workers' current directory; null: the parent's at the time of the start.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Added to the parent's environment last; a null value removes the variable.</summary>
    public IReadOnlyDictionary<string, string?> EnvironmentVariables { get; init; } = ReadOnlyDictionary<string, string?>.Empty;

    /// <summary>From the wish for a process to the end of its handshake, whatever the system takes to make it.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long something that has connected may stay silent.</summary>
    public TimeSpan HelloTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest frame on the pipe; the worker is told.</summary>
    public int MaxFrameBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The worker is told to wait for an initializer.</summary>
    public bool Initializes { get; init; }

    /// <summary>Memory above which a worker leaves between two items; null is no limit.</summary>
    public long? MaxMemoryBytes { get; init; }

    /// <summary>The clock of the time limits that users set.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The clock of all other limits: the time in which this process runs.</summary>
    public TimeProvider Awake { get; init; } = TimeProvider.System;

    /// <summary>What the workers live in; null: processes of their own.</summary>
    public WorkerSpawner? Spawner { get; init; }

    /// <summary>The program the workers run; null: the worker-host.dll beside the application.</summary>
    public string? HostPath { get; init; }

    /// <summary>Called for each line a worker writes, by the reader of that stream: one line at a time per stream, and a slow call holds up that worker's output.</summary>
    public Action<OutputLine>? OnOutput { get; init; }
}
