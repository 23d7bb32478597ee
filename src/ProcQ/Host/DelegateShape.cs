namespace ProcQ.Host;

/// <summary>
/// What delegates of a type take and return. The usual ones say it by their type arguments; to find a method by its name costs a worker that has just started
/// some milliseconds.
/// </summary>
internal static class DelegateShape
{
    public static (Type[] Parameters, Type Returned) Of(Type type)
    {
        var open = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        if (open is not null && IsFunc(open))
        {
            var types = type.GetGenericArguments();
            return (types[..^1], types[^1]);
        }

        if (open == typeof(Action<>))
            return (type.GetGenericArguments(), typeof(void));
        var invoke = type.GetMethod("Invoke")!;
        return (Array.ConvertAll(invoke.GetParameters(), parameter => parameter.ParameterType), invoke.ReturnType);
    }

    private static bool IsFunc(Type open) =>
        open == typeof(Func<>)
        || open == typeof(Func<,>)
        || open == typeof(Func<,,>)
        || open == typeof(Func<,,,>)
        || open == typeof(Func<,,,,>);
}
