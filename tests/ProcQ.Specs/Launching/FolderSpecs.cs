using System.Net.Sockets;
using ProcQ.Launching;

namespace ProcQ.Specs.Launching;

/// <summary>The private folder and the pipes in it. The temp folder is the process's own setting, so these run alone as well.</summary>
[Collection(nameof(LaunchSpec))]
public sealed class FolderSpecs : IDisposable
{
    private readonly string? _before = Environment.GetEnvironmentVariable("TMPDIR");
    private readonly string _scratch = Directory.CreateTempSubdirectory("pq-").FullName;

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("TMPDIR", _before);
        Directory.Delete(_scratch, recursive: true);
    }

    [Fact]
    public void A11_NameSquatted_the_foreign_socket_stays_and_another_name_is_taken()
    {
        var squatted = Path.Combine(_scratch, "squatted");
        using var squatter = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        squatter.Bind(new UnixDomainSocketEndPoint(squatted));
        squatter.Listen();

        MustTakeAnotherName(squatted);

        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(squatted));
        using var accepted = squatter.Accept();
    }

    [Fact]
    public void A12_RegularFileAtPath_is_untouched()
    {
        var file = Path.Combine(_scratch, "file");
        File.WriteAllText(file, "precious");

        MustTakeAnotherName(file);

        Assert.Equal("precious", File.ReadAllText(file));
    }

    [Theory]
    [InlineData("long")]
    [InlineData("missing")]
    [InlineData("control\tcharacter")]
    public void A13_A14_TmpDirTooLong_or_missing_falls_back_to_a_short_one(string kind)
    {
        var unusable = Path.Combine(_scratch, kind == "long" ? new string('x', 200) : kind);
        if (kind != "missing")
            Directory.CreateDirectory(unusable);
        Environment.SetEnvironmentVariable("TMPDIR", unusable);

        using var folder = PrivateDirectory.Create();

        Assert.StartsWith("/tmp/procq-", folder.Path, StringComparison.Ordinal);
        using var listener = PipeListener.Create(folder);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(listener.Name));
        listener.Dispose();
        Assert.False(File.Exists(listener.Name));
    }

    [Fact]
    public void A15_TmpDirReadOnly_falls_back()
    {
        Environment.SetEnvironmentVariable("TMPDIR", "/proc"); // Not even root can make a folder there.

        using var folder = PrivateDirectory.Create();

        Assert.StartsWith("/tmp/procq-", folder.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void A16_Sweeping_removes_what_the_dead_left_and_nothing_else()
    {
        Environment.SetEnvironmentVariable("TMPDIR", _scratch);
        var dead = Directory.CreateDirectory(Path.Combine(_scratch, "procq-1-0123abcd"));
        File.WriteAllText(Path.Combine(dead.FullName, "lock"), "");
        File.WriteAllText(Path.Combine(dead.FullName, "0123"), "");
        var unfinished = Directory.CreateDirectory(Path.Combine(_scratch, "procq-2-4567cdef"));
        var foreign = Directory.CreateDirectory(Path.Combine(_scratch, "procq-of-somebody-else"));
        foreign.LastWriteTimeUtc = DateTime.UnixEpoch;
        using var alive = PrivateDirectory.Create();
        using var mine = PrivateDirectory.Create();

        mine.SweepStale();

        Assert.False(dead.Exists && Directory.Exists(dead.FullName));
        Assert.All(
            [unfinished.FullName, foreign.FullName, alive.Path, mine.Path],
            path => Assert.True(Directory.Exists(path), path)
        );
    }

    [Fact]
    public void A_pipe_that_cannot_be_made_private_leaves_no_descriptor_behind()
    {
        var before = Directory.GetFiles("/proc/self/fd").Length;

        for (var i = 0; i < 50; i++)
        {
            // The runtime makes its pipe elsewhere when the name is no path, so none is found under it.
            Assert.ThrowsAny<IOException>(() => PipeListener.Create(() => $"procq-{PrivateDirectory.NewName()}"));
        }

        // One or two may come and go with the runtime.
        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length, 0, before + 5);
    }

    private void MustTakeAnotherName(string taken)
    {
        var names = new Queue<string>([taken, Path.Combine(_scratch, "free")]);
        using var listener = PipeListener.Create(names.Dequeue);
        Assert.Equal(Path.Combine(_scratch, "free"), listener.Name);
    }
}
