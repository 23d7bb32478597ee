using System.Runtime.InteropServices;

namespace ProcQ.TestJobs;

/// <summary>Ways in which a function never ends, and lets nothing of its own process end it.</summary>
internal static partial class CrimesOfStaying
{
    /// <summary>Never returns, unless it does not know the crime.</summary>
    public static void Commit(Crime crime)
    {
        switch (crime)
        {
            case Crime.StarvePool:
                StarvePool();
                break;
            case Crime.FinallyForever:
                FinallyForever();
                break;
            case Crime.Deadlock:
                Deadlock();
                break;
            case Crime.CatchAllLoop:
                CatchAllLoop();
                break;
            case Crime.BlockCollections:
                BlockCollections();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(crime), crime, "Nobody knows how.");
        }
    }

    private static void StarvePool()
    {
        ThreadPool.GetMinThreads(out var workers, out _);
        for (var i = 0; i < Math.Max(64, workers * 20); i++)
            ThreadPool.QueueUserWorkItem(_ => Thread.Sleep(Timeout.Infinite));
        Thread.Sleep(Timeout.Infinite);
    }

    private static void FinallyForever()
    {
        try
        {
            throw new InvalidOperationException("On to the finally.");
        }
        catch (InvalidOperationException)
        {
            // What counts comes now.
        }
        finally
        {
            while (true)
                Thread.SpinWait(1000);
        }
    }

    private static void Deadlock()
    {
        object fork = new();
        object knife = new();
        using var both = new Barrier(2);
        var other = new Thread(() => TakeBoth(knife, fork));
        other.Start();
        TakeBoth(fork, knife);

        void TakeBoth(object first, object second)
        {
            lock (first)
            {
                both.SignalAndWait();
                lock (second)
                    throw new InvalidOperationException("The deadlock did not come about.");
            }
        }
    }

    private static void CatchAllLoop()
    {
        while (true)
        {
            try
            {
                WorkerContext.Current!.CancellationToken.ThrowIfCancellationRequested();
                Thread.Sleep(1);
            }
            catch (Exception)
            {
                // That it takes no for no answer is the crime.
            }
        }
    }

    /// <summary>
    /// One thread is in native code of which the runtime does not know, and never comes back; another one asks for a collection, which waits for the first, and
    /// all others wait for the collection: from then on no managed code runs in this process.
    /// </summary>
    private static void BlockCollections()
    {
        new Thread(GC.Collect) { IsBackground = true }.Start();
        var mutex = new byte[256];
        unsafe
        {
            fixed (byte* start = mutex)
            {
                _ = LockUnnoticed(start);
                // It is held by this very thread.
                _ = LockUnnoticed(start);
            }
        }
    }

    // Unlike a sleep it begins anew when the runtime sends the thread a signal.
    [SuppressGCTransition]
    [LibraryImport("libc", EntryPoint = "pthread_mutex_lock")]
    private static unsafe partial int LockUnnoticed(byte* mutex);
}
