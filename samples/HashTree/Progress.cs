using System.Diagnostics;
using System.Globalization;

namespace HashTree;

/// <summary>What has been done so far and how fast: one live line on a terminal, a plain line now and then anywhere else.</summary>
internal sealed class Progress(TextWriter screen, bool live)
{
    private const int BarWidth = 24;
    private static readonly TimeSpan LiveEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PlainEvery = TimeSpan.FromSeconds(2);

    private readonly Lock _screenLock = new();
    private readonly long _start = Stopwatch.GetTimestamp();

    // Written by the loop that reads the results and by the one that counts the tree; read by the one that draws.
    private long _files;
    private long _bytes;
    private long _totalFiles;
    private long _totalBytes;
    private bool _counted;
    private int _drawn;

    public long Files => Interlocked.Read(ref _files);

    public long Bytes => Interlocked.Read(ref _bytes);

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    public void Done(long bytes)
    {
        Interlocked.Add(ref _bytes, bytes);
        Interlocked.Increment(ref _files);
    }

    /// <summary>The tree has been counted, so from now on there is a bar and a time to go.</summary>
    public void Counted(long files, long bytes)
    {
        _totalFiles = files;
        _totalBytes = bytes;
        Volatile.Write(ref _counted, true);
    }

    /// <summary>Prints a line that stays, above the live one.</summary>
    public void Say(string line)
    {
        lock (_screenLock)
        {
            Erase();
            screen.WriteLine(line);
            screen.Flush();
        }
    }

    /// <summary>Draws until it is cancelled, then leaves a clean screen.</summary>
    public async Task DrawUntil(CancellationToken ended)
    {
        using var timer = new PeriodicTimer(live ? LiveEvery : PlainEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
                Draw();
        }
        catch (OperationCanceledException)
        {
            lock (_screenLock)
                Erase();
        }
    }

    private void Draw()
    {
        if (!live)
        {
            Say(Line());
            return;
        }
        lock (_screenLock)
        {
            // A line that wraps cannot be drawn over.
            var line = Line();
            line = line[..Math.Min(line.Length, Math.Max(Console.WindowWidth - 1, 1))];
            screen.Write('\r' + line.PadRight(_drawn));
            screen.Flush();
            _drawn = line.Length;
        }
    }

    private void Erase()
    {
        if (_drawn > 0)
            screen.Write('\r' + new string(' ', _drawn) + '\r');
        _drawn = 0;
    }

    private string Line()
    {
        var seconds = Elapsed.TotalSeconds;
        var (files, bytes) = (Files, Bytes);
        var rates = string.Create(CultureInfo.InvariantCulture, $"{files / seconds:N0} files/s  {bytes / seconds / 1e6:N0} MB/s");
        if (!Volatile.Read(ref _counted))
            return string.Create(CultureInfo.InvariantCulture, $"{files:N0} files  {rates}");
        var share = Share(files, bytes);
        var left = share > 0 ? TimeSpan.FromSeconds(Math.Min(seconds * (1 - share) / share, 359_999)) : (TimeSpan?)null;
        var bar = new string('#', (int)(share * BarWidth)).PadRight(BarWidth, '.');
        return string.Create(
            CultureInfo.InvariantCulture,
            $"[{bar}] {share, 4:P0}  {files:N0}/{_totalFiles:N0} files  {rates}  ETA {(left is { } eta ? eta.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture) : "-")}"
        );
    }

    /// <summary>Half by files and half by bytes: many tiny files cost time as well as a few large ones.</summary>
    private double Share(long files, long bytes)
    {
        var byFiles = _totalFiles > 0 ? (double)files / _totalFiles : 1;
        var byBytes = _totalBytes > 0 ? (double)bytes / _totalBytes : byFiles;
        return Math.Clamp((byFiles + byBytes) / 2, 0, 1);
    }
}
