namespace ProcQ.Specs.Terminal;

/// <summary>A test that looks at a real terminal, which tmux is; reported as skipped without it.</summary>
internal sealed class TmuxFactAttribute : FactAttribute
{
    public TmuxFactAttribute()
    {
        if (!File.Exists("/usr/bin/tmux"))
            Skip = "A terminal that can be looked at takes tmux: 'apt-get install tmux'.";
    }
}
