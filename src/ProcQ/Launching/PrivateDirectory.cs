using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ProcQ.Interop;

namespace ProcQ.Launching;

/// <summary>
/// A pool's own folder for pipes and progress pages: readable by nobody else, with a path short enough for a socket. A locked file in it
/// says "alive"; the system drops the lock with its owner, in every kind of death, so the next pool knows what it may sweep.
/// </summary>
internal sealed class PrivateDirectory : IDisposable
{
    private const string Prefix = "procq-";
    private const string LockName = "lock";
    private const uint OwnerOnly = 0b111_000_000;
    private const int Attempts = 8;
    private const int RandomDigits = 8;

    // The shortest limit of any system (macOS: 104 with the terminating zero), less what comes after the base: our name and the pipe's.
    private const int MaxBaseBytes = 103 - 64;

    // A folder without a lock file is either being made right now or its maker died within these few instructions.
    private static readonly TimeSpan MakingTakesLessThan = TimeSpan.FromMinutes(1);

    private readonly FileStream _lock;

    private PrivateDirectory(string path, FileStream @lock)
    {
        Path = path;
        _lock = @lock;
    }

    public string Path { get; }

    /// <summary>Makes a folder where one can be made: in the temp folder, or, when its path is too long, missing or read-only, in /tmp or /dev/shm.</summary>
    public static PrivateDirectory Create()
    {
        List<Exception> errors = [];
        foreach (var candidate in Bases())
        {
            try
            {
                return CreateIn(candidate);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                errors.Add(error);
            }
        }
        throw new WorkerStartException(
            $"No folder for the workers' pipes can be made in any of: {string.Join(", ", Bases())} (at most {MaxBaseBytes} bytes of path). "
                + $"Set TMPDIR to a short path of a writable folder. {string.Join(" ", errors.Select(e => e.Message))}",
            errors.FirstOrDefault()
        );
    }

    /// <summary>A name nobody can guess, for one file in here.</summary>
    public string NewPath() => System.IO.Path.Combine(Path, NewName());

    /// <summary>128 random bits.</summary>
    public static string NewName() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Removes the folders of pools whose process has died. Those of living ones stay, whoever they belong to.</summary>
    public void SweepStale()
    {
        var parent = System.IO.Path.GetDirectoryName(Path)!;
        if (!LocksWork())
            return;
        foreach (var other in Directory.EnumerateDirectories(parent, Prefix + "*"))
        {
            try
            {
                if (IsOurKind(other) && !string.Equals(other, Path, StringComparison.Ordinal))
                    SweepIfStale(other);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Alive, another user's, or somebody else is sweeping it: not ours to remove.
            }
        }
    }

    public void Dispose() => RemoveWith(_lock, Path);

    private static IEnumerable<string> Bases()
    {
        IEnumerable<string> bases = OperatingSystem.IsWindows()
            ? [System.IO.Path.GetTempPath()]
            : [System.IO.Path.GetTempPath(), "/tmp", "/dev/shm"];
        return bases.Select(System.IO.Path.TrimEndingDirectorySeparator).Where(IsUsable).Distinct(StringComparer.Ordinal);
    }

    // The start line is cut at control characters, and a socket's path is bounded.
    private static bool IsUsable(string path) =>
        OperatingSystem.IsWindows() || (Encoding.UTF8.GetByteCount(path) <= MaxBaseBytes && !path.Any(char.IsControl));

    private static PrivateDirectory CreateIn(string parent)
    {
        for (var attempt = 1; ; attempt++)
        {
            var name = string.Create(
                CultureInfo.InvariantCulture,
                $"{Prefix}{Environment.ProcessId}-{NewName()[..RandomDigits]}"
            );
            var path = System.IO.Path.Combine(parent, name);
            if (TryMake(path, attempt < Attempts) && TryLock(path, attempt < Attempts) is { } @lock)
                return new PrivateDirectory(path, @lock);
        }
    }

    // Made by us or not at all: a folder somebody else put there may belong to somebody else.
    private static bool TryMake(string path, bool mayRetry)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path); // The temp folder is the user's own; pipes have their own access list.
            return true;
        }
        if (Libc.MakeDirectory(path, OwnerOnly) == 0)
            return true;
        return mayRetry && Errno.Last == Errno.Exists ? false : throw Errno.ToException($"The folder {path} cannot be made");
    }

    // Another pool may see the folder before it is locked, take it for a dead one's and sweep it; then this one is made anew.
    private static FileStream? TryLock(string directory, bool mayRetry)
    {
        try
        {
            var @lock = Lock(directory, FileMode.CreateNew);
            if (File.Exists(@lock.Name))
                return @lock;
            @lock.Dispose();
            return null;
        }
        catch (IOException)
        {
            RemoveEmpty(directory);
            if (mayRetry)
                return null;
            throw;
        }
    }

    // One that could not be locked, for want of descriptors say, is of no use; whoever sweeps it is welcome to be first.
    private static void RemoveEmpty(string directory)
    {
        try
        {
            Directory.Delete(directory);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Gone already, or somebody is about to remove it: it is locked from elsewhere.
        }
    }

    private static FileStream Lock(string directory, FileMode mode) =>
        new(System.IO.Path.Combine(directory, LockName), mode, FileAccess.ReadWrite, FileShare.None);

    // Where locks are switched off or the file system has none, everything looks dead.
    private bool LocksWork()
    {
        try
        {
            Lock(Path, FileMode.Open).Dispose();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    // procq-<process>-<8 hexadecimal digits>, as CreateIn names them; other folders may begin alike.
    private static bool IsOurKind(string directory) =>
        System.IO.Path.GetFileName(directory).Split('-') is [_, var process, { Length: RandomDigits } random]
        && process.All(char.IsAsciiDigit)
        && random.All(char.IsAsciiHexDigitLower);

    private static void SweepIfStale(string directory)
    {
        if (File.Exists(System.IO.Path.Combine(directory, LockName)))
            RemoveWith(Lock(directory, FileMode.Open), directory);
        else if (TimeProvider.System.GetUtcNow().UtcDateTime - Directory.GetLastWriteTimeUtc(directory) > MakingTakesLessThan)
            Directory.Delete(directory);
    }

    // Whoever sees the lock free may remove the folder as well; so it may be gone at any step.
    private static void RemoveWith(FileStream @lock, string directory)
    {
        // Where that can be, the lock is held to the last: who waits for it must find it gone.
        if (OperatingSystem.IsWindows())
            @lock.Dispose();
        try
        {
            // Not recursively: there are only plain files of ours in it, and a link in their place leads nowhere.
            foreach (var file in Directory.EnumerateFiles(directory))
                File.Delete(file);
            Directory.Delete(directory);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Somebody swept it between two of these steps; or there is no descriptor to list it with, or it cannot be written any more. What stays is
            // nobody's, and the next pool sweeps it: no end of a pool may fail for it.
        }
        finally
        {
            @lock.Dispose();
        }
    }
}
