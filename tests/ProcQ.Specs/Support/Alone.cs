namespace ProcQ.Specs.Support;

/// <summary>Specs that look at the whole process, or spoil it for others: they run when no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
