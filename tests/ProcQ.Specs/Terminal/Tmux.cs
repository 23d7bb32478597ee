using System.Diagnostics;
using System.Globalization;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Terminal;

/// <summary>A terminal with a program in it, which can be made narrower and looked at.</summary>
internal sealed class Tmux : IDisposable
{
    private readonly ScratchFolder _folder = new();

    /// <summary>Starts a program. Its arguments must not need quotes.</summary>
    public Tmux(int width, int height, string program)
    {
        // A name for the window, or tmux asks /proc for one at each look.
        Run("-f", "/dev/null", "new-session", "-d", "-x", Text(width), "-y", Text(height), "-n", "spec", $"{program}; read");
        Run("set-option", "-g", "status", "off");
        Run("resize-window", "-x", Text(width), "-y", Text(height));
    }

    public void Resize(int width, int height) => Run("resize-window", "-x", Text(width), "-y", Text(height));

    /// <summary>The rows that are to be seen, without empty ones at the end.</summary>
    public IReadOnlyList<string> Rows() => Run("capture-pane", "-p").TrimEnd('\n').Split('\n');

    /// <summary>Waits until the picture is as it should be, and returns it.</summary>
    public async Task<IReadOnlyList<string>> Until(Func<IReadOnlyList<string>, bool> isSo, string what)
    {
        IReadOnlyList<string> rows = [];
        try
        {
            await Patience.Until(() => isSo(rows = Rows()), what);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message} The terminal shows:\n{string.Join('\n', rows)}", e);
        }

        return rows;
    }

    public void Dispose()
    {
        Run("kill-server");
        _folder.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("tmux", ["-S", _folder.In("tmux"), .. arguments]) { RedirectStandardOutput = true };
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["SHELL"] = "/bin/bash";
        SpecMark.Current?.On(start);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
