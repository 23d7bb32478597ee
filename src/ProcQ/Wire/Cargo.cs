namespace ProcQ.Wire;

/// <summary>Arguments or results of consecutive items on their way between the two sides: as bytes, or as the values themselves where both sides share a process.</summary>
internal abstract class Cargo
{
    /// <summary>What it takes in memory, as far as that can be told.</summary>
    public abstract int Length { get; }

    /// <summary>The same for readers of their own, however many: nothing has to be given back.</summary>
    public abstract Cargo Copy();

    /// <summary>Nobody reads it any more.</summary>
    public virtual void Release() { }
}
