namespace ProcQ.TestJobs;

/// <summary>An application one of whose workers kills it, while another one is busy. Both come to the gate before that.</summary>
internal static class ParricideApp
{
    public static int Run(Gate gate)
    {
        using var pool = new ProcessPool(2);
        pool.Map(
            x =>
            {
                gate.Pass(x);
                if (x == 1)
                    Crimes.KillProcess(CrimesByForking.ParentId());
                return Crimes.Commit(Crime.Sleep);
            },
            [1, 2],
            new MapOptions { ChunkSize = 1 }
        );
        return 0;
    }
}
