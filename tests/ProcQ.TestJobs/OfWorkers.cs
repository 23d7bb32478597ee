namespace ProcQ.TestJobs;

/// <summary>Can only be made, and so only be decoded, in a worker.</summary>
public sealed class OfWorkers
{
    /// <summary>Throws outside of workers.</summary>
    /// <param name="number">What it holds.</param>
    public OfWorkers(int number) =>
        Number = WorkerContext.Current is null ? throw new FormatException("Decoded by the parent.") : number;

    /// <summary>What it holds.</summary>
    public int Number { get; }

    /// <summary>Makes one.</summary>
    public static OfWorkers Of(int number) => new(number);

    /// <summary>Makes one, or none of an odd number.</summary>
    public static Emit<OfWorkers> OfEven(int number) => number % 2 == 0 ? new OfWorkers(number) : Emit.None;

    /// <summary>Makes two.</summary>
    public static IEnumerable<OfWorkers> Twice(int number) => [new(number), new(number + 1)];

    /// <summary>Makes two out of one.</summary>
    public static IEnumerable<OfWorkers> Split(OfWorkers item) => Twice(item.Number);

    /// <summary>What one holds.</summary>
    public static int NumberOf(OfWorkers item) => item.Number;

    /// <summary>What no process can give to another.</summary>
    public static FileStream File(int number) => throw new FormatException($"{number}");

    /// <summary>Its length.</summary>
    public static long LengthOf(FileStream file) => file.Length;
}
