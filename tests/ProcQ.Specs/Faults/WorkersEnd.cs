namespace ProcQ.Specs.Faults;

/// <summary>How workers come to their end.</summary>
public enum WorkersEnd
{
    KilledFromOutside,
    Crash,
    TimeLimit,
    Retirement,
    Disposal,
}
