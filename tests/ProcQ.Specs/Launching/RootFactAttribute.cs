namespace ProcQ.Specs.Launching;

/// <summary>A test that plays two users, which takes root and setpriv; reported as skipped without them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute()
    {
        if (Environment.UserName != "root" || !File.Exists("/usr/bin/setpriv"))
            Skip = "Another user can only be played by root, with setpriv.";
    }
}
