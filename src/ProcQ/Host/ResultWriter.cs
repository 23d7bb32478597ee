using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>Hands the results of a function to the outlet, one for each call of it.</summary>
internal abstract class ResultWriter<T>
{
    public static ResultWriter<T> Of(Payload payload)
    {
        if (typeof(T) == typeof(Nothing))
            return new NilWriter<T>();
        var formatter = payload.Formatter<T>();
        return payload.IsPlain<T>() ? new GatheringWriter<T>(formatter) : new EncodingWriter<T>(formatter);
    }

    /// <summary>Hands over a result. When this throws, nothing of it has been.</summary>
    public abstract void Put(ResultOutlet outlet, T result);
}
