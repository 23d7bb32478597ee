namespace ProcQ.Host;

/// <summary>Makes a function of several parameters one of a tuple, for a worker hands over one argument an item.</summary>
internal static class Unpacking
{
    /// <summary>The most parameters a function may have.</summary>
    public const int MostParameters = 4;

    /// <summary>A function of one tuple that calls <paramref name="function"/>; itself if it has one parameter or none.</summary>
    public static Delegate Of(Delegate function)
    {
        var (types, returned) = DelegateShape.Of(function.GetType());
        if (types.Length < 2)
            return function;
        if (types.Length > MostParameters || returned == typeof(void))
            throw new NotSupportedException(
                $"A worker cannot call a function with {types.Length} parameters that returns {returned}."
            );
        Func<Delegate, Delegate> pack = types.Length switch
        {
            2 => Two<object, object, object>,
            3 => Three<object, object, object, object>,
            _ => Four<object, object, object, object, object>,
        };
        var method = pack.Method.GetGenericMethodDefinition().MakeGenericMethod([.. types, returned]);
        return method.CreateDelegate<Func<Delegate, Delegate>>()(function);
    }

    private static Delegate Two<T1, T2, TResult>(Delegate function)
    {
        var f = (Func<T1, T2, TResult>)function;
        return new Func<(T1, T2), TResult>(t => f(t.Item1, t.Item2));
    }

    private static Delegate Three<T1, T2, T3, TResult>(Delegate function)
    {
        var f = (Func<T1, T2, T3, TResult>)function;
        return new Func<(T1, T2, T3), TResult>(t => f(t.Item1, t.Item2, t.Item3));
    }

    private static Delegate Four<T1, T2, T3, T4, TResult>(Delegate function)
    {
        var f = (Func<T1, T2, T3, T4, TResult>)function;
        return new Func<(T1, T2, T3, T4), TResult>(t => f(t.Item1, t.Item2, t.Item3, t.Item4));
    }
}
