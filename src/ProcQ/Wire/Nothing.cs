using System.Runtime.InteropServices;

namespace ProcQ.Wire;

/// <summary>Stands for the argument of a function that takes none and the result of one that returns none. Travels as nil.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct Nothing;
