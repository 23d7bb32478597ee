using System.Security.Cryptography;
using ProcQ.Wire;

namespace ProcQ.Launching;

/// <summary>
/// Where one worker and its parent find each other: a pipe, a progress page, and the line that tells the worker of both. All of it has a
/// name in the file system only until this is disposed, which is as soon as the worker is in.
/// </summary>
internal sealed class MeetingPoint : IDisposable
{
    private ProgressPage? _page;

    private MeetingPoint(PipeListener listener, StartLine line)
    {
        Listener = listener;
        Line = line;
    }

    public PipeListener Listener { get; }

    public StartLine Line { get; }

    /// <summary>Makes it, with names and a token nobody can guess.</summary>
    public static MeetingPoint Create(PrivateDirectory directory, int workerId, LaunchSettings settings, ParentCulture culture)
    {
        var listener = PipeListener.Create(directory);
        var token = RandomNumberGenerator.GetBytes(Hello.TokenBytes);
        var line = new StartLine(
            listener.Name,
            token,
            directory.NewPath(),
            workerId,
            settings.MaxFrameBytes,
            Nesting.Depth + 1,
            culture.Name,
            culture.UIName,
            settings.Initializes,
            settings.MaxMemoryBytes ?? -1
        );
        var meeting = new MeetingPoint(listener, line);
        try
        {
            meeting._page = ProgressPage.Create(line.Page);
            return meeting;
        }
        catch
        {
            meeting.Dispose();
            throw;
        }
    }

    /// <summary>The page belongs to the caller from now on.</summary>
    public ProgressPage TakePage()
    {
        var page = _page ?? throw new InvalidOperationException("The page was taken already.");
        _page = null;
        return page;
    }

    public void Dispose()
    {
        Listener.Dispose();
        _page?.Dispose();
        try
        {
            File.Delete(Line.Page);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Its folder is gone, or cannot be written any more. The worker has the page open by now, and what is left goes with the folder.
        }
    }
}
