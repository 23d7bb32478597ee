using System.Diagnostics;
using System.Globalization;
using ProcQ.MessagePack;
using ProcQ.Wire;

namespace ProcQ.Tests.Fuzzing;

/// <summary>
/// What a reader may do with bad bytes: read them, or refuse them in the one way there is; in little memory, and quickly. On one thread, whose memory it counts.
/// </summary>
internal sealed class Judge
{
    private const int BytesPerByte = 4;
    private const int FreeBytes = 64 * 1024;
    private const int Again = 20;
    private const int KiB = 1024;

    // For each KiB begun: what is allowed, and what needs no second look.
    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(1);

    public long Inputs { get; private set; }

    public long Refused { get; private set; }

    /// <summary>The most that an input took, less four times its own length.</summary>
    public long WorstBytes { get; private set; }

    /// <summary>The most time that an input took, for each KiB.</summary>
    public TimeSpan WorstTime { get; private set; }

    /// <summary>Null if all is well, else what is not.</summary>
    public string? Try(FuzzTarget target, byte[] bytes)
    {
        Inputs++;
        var units = 1 + (bytes.Length / KiB);
        var (time, taken) = (TimeSpan.MaxValue, long.MaxValue);
        // Only what happens each time is the input's doing: the machine has other things to do, and buffers are made when a pool has none.
        for (var tries = 0; tries < Again && (time > Usual * units || taken > FreeBytes); tries++)
        {
            var (before, start) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            if (Read(target, bytes) is { } fault)
                return fault;
            var elapsed = Stopwatch.GetElapsedTime(start);
            time = elapsed < time ? elapsed : time;
            taken = Math.Min(taken, GC.GetAllocatedBytesForCurrentThread() - before - (BytesPerByte * (long)bytes.Length));
        }

        if (taken > FreeBytes)
            return $"{taken} bytes of memory beyond {BytesPerByte} x an input of {bytes.Length}, {Again} times in a row";
        if (time > Most * units)
            return $"{time.TotalMilliseconds} ms for an input of {bytes.Length} bytes, {Again} times in a row";
        WorstBytes = Math.Max(WorstBytes, taken);
        WorstTime = time / units > WorstTime ? time / units : WorstTime;
        return null;
    }

    public void Add(Judge other)
    {
        Inputs += other.Inputs;
        Refused += other.Refused;
        WorstBytes = Math.Max(WorstBytes, other.WorstBytes);
        WorstTime = other.WorstTime > WorstTime ? other.WorstTime : WorstTime;
    }

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Inputs:N0} inputs, {Refused:N0} refused, at most {WorstBytes:N0} bytes beyond {BytesPerByte} x input, {WorstTime.TotalMilliseconds:N2} ms per KiB"
        );

    private string? Read(FuzzTarget target, byte[] bytes)
    {
        try
        {
            target.Read(bytes);
        }
        catch (Exception e) when (e is MessagePackException or ProtocolException or HandshakeException)
        {
            Refused++;
        }
        catch (Exception e)
        {
            return e.ToString();
        }

        return null;
    }
}
