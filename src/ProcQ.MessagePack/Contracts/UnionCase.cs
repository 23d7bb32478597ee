using ProcQ.MessagePack.Building;

namespace ProcQ.MessagePack.Contracts;

/// <summary>One of the types behind a union and the number that stands for it.</summary>
internal sealed record UnionCase(int Key, Type Type, IUntypedFormatter Formatter);
