namespace ProcQ.Specs.Faults;

/// <summary>A test that needs a control group with a limit of memory; reported as skipped where none can be made.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MemoryGroupFactAttribute : FactAttribute
{
    public MemoryGroupFactAttribute()
    {
        if (!MemoryGroup.CanBeMade())
            Skip = "A group with a limit of memory takes root and control groups of the first version.";
    }
}
