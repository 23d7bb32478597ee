using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ProcQ.TestHostApp;

/// <summary>What a worker does once it is in.</summary>
internal static unsafe partial class Deeds
{
    private const int Megabytes = 100;

    public static void Do(string deed, string path)
    {
        switch (deed)
        {
            case "floods-output":
                Flood(Console.OpenStandardOutput(), (byte)'\n');
                break;
            case "floods-error":
                Flood(Console.OpenStandardError(), (byte)'\n');
                break;
            case "never-ends-its-line":
                Flood(Console.OpenStandardOutput(), (byte)'x');
                break;
            case "writes-bytes":
                WriteBytes();
                break;
            case "reads-input":
                Console.WriteLine($"line '{Console.ReadLine()}' {Console.In.Read()}");
                Console.WriteLine("end");
                break;
            case "closes-input":
                Close(0);
                Console.WriteLine("end");
                break;
            case "spins":
                Say("spinning");
                while (true) { }
            case "tells-its-death-signal":
                TellDeathSignal();
                break;
            case "is-stopped":
                Say("stopping");
                StopSelf();
                break;
            default:
                Start(deed, path);
                break;
        }
    }

    public static void StopSelf() => Raise(19);

    // What the kernel would send when the thread that started this process ends; 0 is nothing.
    private static void TellDeathSignal()
    {
        const int GetParentDeathSignal = 2;
        var signal = -1;
        var answer = ProcessControl(GetParentDeathSignal, &signal);
        Say($"death-signal-{(answer == 0 ? signal : -1)}");
    }

    private static void Start(string deed, string path)
    {
        switch (deed)
        {
            case "starts-a-sleeper":
                Say($"started {Shell("exec sleep 1000")}");
                break;
            case "starts-a-sleeper-and-dies":
                Say($"started {Shell("exec sleep 1000")}");
                Environment.Exit(5);
                break;
            case "starts-a-daemon-and-dies":
                Say($"started {Shell($"setsid sleep 1000 & echo $! > {path}")}");
                SpinWait.SpinUntil(() => File.Exists(path) && File.ReadAllText(path).EndsWith('\n'));
                Environment.Exit(5);
                break;
            case "forks-and-dies":
                if (Fork() == 0)
                    Sleep(1000);
                ExitNow(5);
                break;
            default:
                Die(deed);
                break;
        }
    }

    private static void Die(string deed)
    {
        switch (deed)
        {
            case "exits-0":
                Environment.Exit(0);
                break;
            case "exits-7":
                Environment.Exit(7);
                break;
            case "exits-137":
                Environment.Exit(137);
                break;
            case "fails-fast":
                Environment.FailFast("asked to");
                break;
            case "overflows":
                Overflow(1);
                break;
            case "throws-on-a-thread":
                new Thread(() => throw new InvalidOperationException("asked to")).Start();
                Thread.Sleep(Timeout.Infinite);
                break;
            case "aborts":
                Abort();
                break;
            case "segfaults":
                Length(1);
                break;
        }
    }

    private static int Overflow(int depth) => Overflow(depth + 1) + depth;

    private static void Flood(Stream stream, byte end)
    {
        var block = new byte[1 << 16];
        Array.Fill(block, (byte)'x');
        block[^1] = end;
        for (var written = 0; written < Megabytes << 20; written += block.Length)
            stream.Write(block);
        stream.Write("\nlast words\n"u8);
        stream.Flush();
    }

    // Neither is UTF-8 as a whole.
    private static void WriteBytes()
    {
        using var output = Console.OpenStandardOutput();
        output.Write([0, 1, 2, 0xff, 0xfe, 0x80, (byte)'\n', .. "naïve\r\n"u8]);
        using var error = Console.OpenStandardError();
        error.Write([(byte)'<', 0xc3, 0x28, (byte)'>', (byte)'\n', .. "end\n"u8]);
    }

    private static void Say(string text)
    {
        Console.WriteLine(text);
        Console.Out.Flush();
    }

    private static int Shell(string command) => Process.Start("/bin/sh", ["-c", command]).Id;

    [LibraryImport("libc", EntryPoint = "raise")]
    private static partial void Raise(int signal);

    [LibraryImport("libc", EntryPoint = "abort")]
    private static partial void Abort();

    // Reads where nothing is.
    [LibraryImport("libc", EntryPoint = "strlen")]
    private static partial void Length(nint text);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial void Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "fork")]
    private static partial int Fork();

    [LibraryImport("libc", EntryPoint = "sleep")]
    private static partial void Sleep(uint seconds);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ProcessControl(int option, int* value);

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitNow(int code);
}
