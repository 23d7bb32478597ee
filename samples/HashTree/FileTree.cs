namespace HashTree;

/// <summary>The regular files below a folder, found one by one while they are asked for. Links, pipes and devices are left out.</summary>
internal sealed class FileTree(string root, IReadOnlyCollection<string> exclude)
{
    private int _leftOut;

    /// <summary>What the walk passed by because it is not a file: links, named pipes, sockets, devices.</summary>
    public int LeftOut => Volatile.Read(ref _leftOut);

    /// <summary>Walks the tree. A folder that cannot be listed is handed to <paramref name="onProblem"/>, and the walk goes on.</summary>
    public IEnumerable<FileInfo> Files(Action<string, string>? onProblem = null)
    {
        var folders = new Stack<DirectoryInfo>([new DirectoryInfo(root)]);
        while (folders.TryPop(out var folder))
        {
            foreach (var entry in Entries(folder, onProblem))
            {
                // A link is never followed, so the walk cannot go round in circles.
                if (entry.LinkTarget is not null || (entry is FileInfo && !RegularFile.Is(entry.FullName)))
                    Interlocked.Increment(ref _leftOut);
                else if (entry is DirectoryInfo inner)
                    folders.Push(inner);
                else if (!exclude.Contains(entry.FullName, StringComparer.Ordinal))
                    yield return (FileInfo)entry;
            }
        }
    }

    /// <summary>Like the enumerator of the folder, but an error ends this folder and not the walk.</summary>
    private static IEnumerable<FileSystemInfo> Entries(DirectoryInfo folder, Action<string, string>? onProblem)
    {
        // Hidden and system files are files too.
        var everything = new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };
        IEnumerator<FileSystemInfo>? entries = null;
        try
        {
            while (true)
            {
                FileSystemInfo entry;
                try
                {
                    entries ??= folder.EnumerateFileSystemInfos("*", everything).GetEnumerator();
                    if (!entries.MoveNext())
                        break;
                    entry = entries.Current;
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    onProblem?.Invoke(folder.FullName, error.Message);
                    break;
                }
                yield return entry;
            }
        }
        finally
        {
            entries?.Dispose();
        }
    }
}
