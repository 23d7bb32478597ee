namespace ProcQ.Wire;

/// <summary>Arguments or results of consecutive items on their way between the two sides: as bytes, or as the values themselves where both sides share a process.</summary>
internal abstract class Cargo
{
    /// <summary>Of no item.</summary>
    public static Cargo None { get; } = new Empty();

    /// <summary>What it takes in memory, as far as that can be told.</summary>
    public abstract int Length { get; }

    /// <summary>The same for readers of their own, however many: nothing has to be given back.</summary>
    public abstract Cargo Copy();

    /// <summary>Nobody reads it any more.</summary>
    public virtual void Release() { }

    private sealed class Empty : Cargo
    {
        public override int Length => 0;

        public override Cargo Copy() => this;
    }
}
