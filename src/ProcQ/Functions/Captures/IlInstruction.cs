using System.Reflection.Emit;
using System.Runtime.InteropServices;

namespace ProcQ.Functions.Captures;

/// <summary>One instruction of a method body; <see cref="Token"/> is 0 where the operand isn't a metadata token.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct IlInstruction(OpCode Code, int Token);
