namespace ProcQ.MessagePack.Contracts.Emit;

/// <summary>Generated code that writes the members of a value; <paramref name="at"/> says which one it has come to.</summary>
internal delegate void ContractWrite<T>(ref MessagePackWriter writer, T value, ref int at);

/// <summary>Generated code that reads <paramref name="count"/> members after their header; <paramref name="at"/> says which one it has come to.</summary>
internal delegate T ContractRead<T>(ref MessagePackReader reader, int count, ref int at);
