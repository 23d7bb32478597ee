namespace ProcQ.MessagePack.Formatters.Collections;

/// <summary>Compares as usual; the hash codes are mixed with a secret of this process, so that nobody can say from outside into which place of a table a key falls.</summary>
internal sealed class SeededComparer<T> : IEqualityComparer<T>
{
    public bool Equals(T? x, T? y) => EqualityComparer<T>.Default.Equals(x, y);

    public int GetHashCode(T key) => HashCode.Combine(key);
}
