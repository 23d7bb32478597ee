namespace ProcQ.Specs.Packaging;

/// <summary>The packages as `./build.sh pack` makes them, packed once for all specs here, in a folder of their own.</summary>
public sealed class PackedPackages : IAsyncLifetime, IDisposable
{
    private readonly ScratchFolder _scratch = new();

    /// <summary>Where the .nupkg files are.</summary>
    public string Folder => _scratch.In("packages");

    public async Task InitializeAsync()
    {
        foreach (var project in new[] { "ProcQ.MessagePack", "ProcQ", "ProcQ.Terminal" })
        {
            var pack = await Commands.Dotnet(
                Repository.Root,
                environment: null,
                ["pack", $"src/{project}", "-c", "Release", "-o", Folder, "-v", "quiet", "--nologo", "-warnaserror"]
            );
            pack.MustSucceed();
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _scratch.Dispose();

    /// <summary>The version that was packed, exactly, so that no other source is asked for a newer one.</summary>
    public string Version => Path.GetFileNameWithoutExtension(Find("ProcQ"))["ProcQ.".Length..];

    /// <summary>The package of that id; <c>ProcQ</c> is not <c>ProcQ.MessagePack</c>.</summary>
    public string Find(string id) => Assert.Single(Directory.GetFiles(Folder, $"{id}.0*.nupkg"));
}
