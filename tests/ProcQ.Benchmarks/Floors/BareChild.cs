using System.Diagnostics;

namespace ProcQ.Benchmarks.Floors;

/// <summary>This program once more, as a child with nothing of ProcQ in it.</summary>
internal static class BareChild
{
    public const string FirstByteVerb = "first-byte";

    public static Process Start(string verb, string? argument = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(typeof(BareChild).Assembly.Location);
        start.ArgumentList.Add(verb);
        if (argument is not null)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>From the start of the process to the first byte that its Main writes.</summary>
    public static void StartToFirstByte()
    {
        using var child = Start(FirstByteVerb);
        if (child.StandardOutput.BaseStream.ReadByte() != 1)
            throw new InvalidOperationException("The bare child ended without its byte.");
    }

    public static int WriteFirstByte()
    {
        using var output = Console.OpenStandardOutput();
        output.WriteByte(1);
        return 0;
    }
}
