namespace ProcQ.MessagePack.Building;

/// <summary>The untyped face of <see cref="DelayedFormatter{T}"/>.</summary>
internal interface IDelayedFormatter : IUntypedFormatter
{
    void Bind(IUntypedFormatter formatter);
}
