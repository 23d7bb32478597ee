using System.Reflection;

namespace ProcQ.Host;

/// <summary>Makes a function of several parameters one of a tuple, for a worker hands over one argument an item.</summary>
internal static class Unpacking
{
    /// <summary>The most parameters a function may have.</summary>
    public const int MostParameters = 4;

    /// <summary>A function of one tuple that calls <paramref name="function"/>; itself if it has one parameter or none.</summary>
    public static Delegate Of(Delegate function)
    {
        var invoke = function.GetType().GetMethod("Invoke")!;
        Type[] types = [.. invoke.GetParameters().Select(p => p.ParameterType)];
        if (types.Length < 2)
            return function;
        if (types.Length > MostParameters || invoke.ReturnType == typeof(void))
            throw new NotSupportedException(
                $"A worker cannot call a function with {types.Length} parameters that returns {invoke.ReturnType}."
            );
        var name = types.Length switch
        {
            2 => nameof(Two),
            3 => nameof(Three),
            _ => nameof(Four),
        };
        var method = typeof(Unpacking).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!;
        return (Delegate)method.MakeGenericMethod([.. types, invoke.ReturnType]).Invoke(null, [function])!;
    }

    private static Func<(T1, T2), TResult> Two<T1, T2, TResult>(Func<T1, T2, TResult> f) => t => f(t.Item1, t.Item2);

    private static Func<(T1, T2, T3), TResult> Three<T1, T2, T3, TResult>(Func<T1, T2, T3, TResult> f) =>
        t => f(t.Item1, t.Item2, t.Item3);

    private static Func<(T1, T2, T3, T4), TResult> Four<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, TResult> f) =>
        t => f(t.Item1, t.Item2, t.Item3, t.Item4);
}
