namespace ProcQ.Specs.Faults;

/// <summary>A test that needs a control group with a limit; reported as skipped where none can be made.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ControlGroupFactAttribute : FactAttribute
{
    public ControlGroupFactAttribute(string kind)
    {
        if (!ControlGroup.CanBeMade(kind))
            Skip = $"A group with a limit of its own ({kind}) takes root and control groups of the first version.";
    }
}
