using System.Diagnostics;
using System.Globalization;
using ProcQ.Host;
using ProcQ.Wire;

namespace ProcQ.TestHostApp;

/// <summary>A worker that begins as any other does and then, or before, does what its environment says.</summary>
internal static class WorkerRole
{
    public const string Variable = "PROCQ_TEST_WORKER";

    /// <summary>A path the worker waits for or writes to.</summary>
    public const string PathVariable = "PROCQ_TEST_PATH";

    private static string SharedPath => Environment.GetEnvironmentVariable(PathVariable)!;

    public static int Run(string deed)
    {
        if (deed == "exits-before-hello")
        {
            Console.Out.WriteLine("about to fail");
            Console.Error.WriteLine("no luck today");
            Environment.Exit(3);
        }
        if (deed == "stopped-at-once")
            Deeds.StopSelf();

        var system = ChildSystem.Create();
        system.Detach();
        var line = system.ReadStartLine();
        system.WatchLifeline();
        if (deed == "never-connects")
            Thread.Sleep(Timeout.Infinite);
        if (deed == "waits-for-path")
            SpinWait.SpinUntil(() => File.Exists(SharedPath));
        if (deed == "wrong-token-first")
            Introduce(system, line, Hello.Mine(new byte[Hello.TokenBytes]));
        var pipe = system.Connect(line.Pipe);
        if (deed == "silent")
            Thread.Sleep(Timeout.Infinite);
        if (deed == "newer")
            return IntroduceNewer(system, pipe, line);
        if (deed == "oversize-hello")
            return Send(system, pipe, [0, 0x10, 0, 0, .. new byte[1 << 20]]);
        if (deed == "nonsense")
            return Send(system, pipe, [0, 0, 0, 8, 0xc1, 1, 2, 3, 4, 5, 6, 7]);

        var page = ProgressPage.Open(line.Page);
        Greeting.Introduce(pipe, line.Token);
        WorkerMain.AdoptCulture(line);
        if (deed == "hello-twice")
            pipe.Write(HelloCodec.Encode(Hello.Mine(line.Token)).Span);
        if (deed == "tells-what-it-sees")
            TellWhatItSees();
        if (deed == "answers-unread-and-dies")
            Answers.UnreadAndDie(pipe, SharedPath);
        if (deed == "answers-deaf-and-dies")
            Answers.DeafThenDie(pipe, SharedPath);
        if (deed == "answers-twice-and-dies")
            Answers.TwiceAndDie(pipe, SharedPath);
        page.Begin(17);
        Deeds.Do(deed, SharedPath);
        return Serve(system, pipe);
    }

    private static void TellWhatItSees()
    {
        var arguments = File.ReadAllText("/proc/self/cmdline").Replace('\0', ' ');
        Console.WriteLine($"culture {CultureInfo.CurrentCulture.Name}");
        Console.WriteLine($"folder {Environment.CurrentDirectory}");
        Console.WriteLine($"base {AppContext.BaseDirectory}");
        Console.WriteLine($"server-gc {System.Runtime.GCSettings.IsServerGC}");
        Console.WriteLine($"arguments {arguments}");
        Console.WriteLine("end");
    }

    private static void Introduce(ChildSystem system, StartLine line, Hello hello)
    {
        using var pipe = system.Connect(line.Pipe);
        pipe.Write(HelloCodec.Encode(hello).Span);
        pipe.ReadByte();
    }

    private static int IntroduceNewer(ChildSystem system, Stream pipe, StartLine line)
    {
        var newer = Hello.Mine(line.Token) with { Protocol = Hello.CurrentProtocol + 1, Library = "9.9.9" };
        pipe.Write(HelloCodec.Encode(newer).Span);
        return Serve(system, pipe);
    }

    private static int Send(ChildSystem system, Stream pipe, byte[] bytes)
    {
        try
        {
            pipe.Write(bytes);
        }
        catch (IOException)
        {
            Debug.Write("Thrown out while still talking.");
        }
        return Serve(system, pipe);
    }

    // As the real one: nobody is left to work for, so nothing it has started has a reason to stay either.
    private static int Serve(ChildSystem system, Stream pipe)
    {
        while (pipe.ReadByte() >= 0) { }
        system.Leave();
        return 0;
    }
}
