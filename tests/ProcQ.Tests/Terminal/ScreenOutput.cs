using System.Text;
using Spectre.Console;

namespace ProcQ.Tests.Terminal;

/// <summary>A <see cref="Screen"/> as Spectre.Console's output.</summary>
internal sealed class ScreenOutput(Screen screen, bool isTerminal) : IAnsiConsoleOutput
{
    public TextWriter Writer => screen;

    public bool IsTerminal => isTerminal;

    public int Width => screen.Width;

    public int Height => screen.Height;

    public void SetEncoding(Encoding encoding) { }

    /// <summary>A console on the screen: a terminal, or a file.</summary>
    public static IAnsiConsole Console(Screen screen, bool isTerminal = true) =>
        AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = isTerminal ? AnsiSupport.Yes : AnsiSupport.No,
                Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
                ColorSystem = isTerminal ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
                Out = new ScreenOutput(screen, isTerminal),
            }
        );
}
