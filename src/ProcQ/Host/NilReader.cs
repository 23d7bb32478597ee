namespace ProcQ.Host;

/// <summary>The function takes nothing, and nil stands for it.</summary>
internal sealed class NilReader<T> : ArgumentReader<T>
{
    public override T Next(ref ArgumentCursor arguments)
    {
        arguments.Reader.ReadNil();
        return default!;
    }
}
