using ProcQ.Functions;

namespace ProcQ.Workers;

/// <summary>A function as a pool knows it: a number, and what the number stands for.</summary>
internal sealed record KnownFunction(long Id, FunctionDefinition Definition);
