namespace ProcQ.MessagePack.Building;

/// <summary>
/// A formatter as a part of others. <paramref name="MayCycle"/> says that an object it writes could contain itself: only such formatters pay for
/// watching the objects they are in. A class, because collections of structs of ours would have to be compiled at every start.
/// </summary>
internal sealed record Part(IUntypedFormatter Formatter, bool MayCycle)
{
    public MessagePackFormatter<T> As<T>() => (MessagePackFormatter<T>)Formatter;
}
