using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace ProcQ.Functions.Captures;

/// <summary>Splits a method body into instructions. It reads operands only as far as to step over them and to get their tokens.</summary>
internal static class IlReader
{
    private const byte TwoByteLead = 0xFE;

    private static readonly OpCode[] _oneByte = new OpCode[256];
    private static readonly OpCode[] _twoByte = new OpCode[256];

    static IlReader()
    {
        foreach (var field in typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            var code = (OpCode)field.GetValue(null)!;
            var table = code.Size == 1 ? _oneByte : _twoByte;
            table[(byte)code.Value] = code;
        }
    }

    /// <summary>The instructions in the order they are written, or null when there is one that this runtime doesn't know.</summary>
    public static List<IlInstruction>? Read(ReadOnlySpan<byte> body)
    {
        var instructions = new List<IlInstruction>(body.Length / 3);
        while (!body.IsEmpty)
        {
            var code = body[0] == TwoByteLead ? _twoByte[body[1]] : _oneByte[body[0]];
            // A hole in the table leaves default(OpCode), whose size is 0: without this check the loop would never end.
            if (code.Size == 0)
                return null;

            body = body[code.Size..];
            var token = IsToken(code.OperandType) ? BinaryPrimitives.ReadInt32LittleEndian(body) : 0;
            instructions.Add(new IlInstruction(code, token));
            body = body[OperandSize(code.OperandType, body)..];
        }

        return instructions;
    }

    private static bool IsToken(OperandType operand) =>
        operand
            is OperandType.InlineField
                or OperandType.InlineMethod
                or OperandType.InlineTok
                or OperandType.InlineType
                or OperandType.InlineSig;

    private static int OperandSize(OperandType operand, ReadOnlySpan<byte> rest) =>
        operand switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(rest)),
            _ => 4,
        };
}
