namespace ProcQ.Functions.Captures;

/// <summary>What one function takes from the closures around it, found once per function.</summary>
internal sealed class ClosurePlan
{
    private readonly Dictionary<Type, ClosurePlan> _all;

    private ClosurePlan(Type type, CapturedFields used, Dictionary<Type, ClosurePlan> all)
    {
        Type = type;
        _all = all;
        all.Add(type, this);
        Variables = Array.ConvertAll(used.Of(type), field => new CapturedVariable(field));
        LeadsOn = Array.Exists(Variables, variable => variable.Kind is CaptureKind.Closure or CaptureKind.Function);
        foreach (var variable in Variables)
        {
            if (variable.Kind == CaptureKind.Closure && !all.ContainsKey(variable.Field.FieldType))
                _ = new ClosurePlan(variable.Field.FieldType, used, all);
        }
    }

    public Type Type { get; }

    public CapturedVariable[] Variables { get; }

    /// <summary>The plan for the closure a function runs on, with those of the outer scopes it reaches.</summary>
    public static ClosurePlan For(Type closure, CapturedFields used) => new(closure, used, []);

    /// <summary>True when other closures can be reached from this one: those of outer scopes, or of captured delegates.</summary>
    public bool LeadsOn { get; }

    /// <summary>Every variable the function uses, of its own scope and the outer ones.</summary>
    public IEnumerable<CapturedVariable> Reachable() => _all.Values.SelectMany(plan => plan.Variables);

    /// <summary>The plan for the closure of an outer scope.</summary>
    public ClosurePlan Outer(CapturedVariable variable) => _all[variable.Field.FieldType];
}
