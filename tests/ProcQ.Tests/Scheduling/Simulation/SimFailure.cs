namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>A promise of the pool was broken.</summary>
internal sealed class SimFailure(string message) : Exception(message);
