using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>A value that ends, or holds up, the worker that reads it or writes it; here it is as harmless as any other.</summary>
public sealed class Deadly
{
    private Crime _crime;

    /// <summary>Committed when it is set: by who reads an argument.</summary>
    public Crime OnReading
    {
        get => _crime;
        set => _crime = Commit(value);
    }

    /// <summary>Committed when it is asked for: by who writes a result.</summary>
    public Crime OnWriting
    {
        get => Commit(field);
        set;
    }

    private static Crime Commit(Crime crime)
    {
        if (WorkerContext.Current is not null)
            Crimes.Commit(crime);
        return crime;
    }
}
