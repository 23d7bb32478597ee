using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>Reads the arguments of a function, one for each call of it.</summary>
internal abstract class ArgumentReader<T>
{
    public static ArgumentReader<T> Of(Payload payload)
    {
        if (typeof(T) == typeof(Nothing))
            return new NilReader<T>();
        var formatter = payload.Formatter<T>();
        return payload.IsPlain<T>() ? new AheadReader<T>(formatter) : new DecodingReader<T>(formatter);
    }

    /// <summary>The next argument.</summary>
    public abstract T Next(ref ArgumentCursor arguments);
}
