namespace ProcQ.Specs.Hygiene;

/// <summary>A test that looks into processes that are no children of who looks; reported as skipped where the system allows that to root alone.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PtraceFactAttribute : FactAttribute
{
    private const string Scope = "/proc/sys/kernel/yama/ptrace_scope";

    public PtraceFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess && File.Exists(Scope) && File.ReadAllText(Scope).Trim() != "0")
            Skip = $"Stacks of other processes can be read by root alone here ({Scope}).";
    }
}
