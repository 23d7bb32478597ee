using System.Buffers;
using ProcQ.Functions.Captures;
using ProcQ.Functions.Identity;
using ProcQ.Functions.Rules;
using ProcQ.MessagePack;

namespace ProcQ.Functions;

/// <summary>Writes the values of captured variables with the codec, and says which variable it was when one can't be written.</summary>
internal sealed class ValueWriter(IBufferWriter<byte> output)
{
    /// <summary>A value as its static type describes it.</summary>
    public void Write(ref MessagePackWriter writer, Type type, object? value, string function, string variable)
    {
        writer.Flush();
        try
        {
            MessagePackCodec.Serialize(type, value, output);
        }
        catch (MessagePackException e)
        {
            throw NotTransferable.Value(function, variable, type, e);
        }
    }

    /// <summary>A value of a variable whose static type hides what it is: <c>[runtime type or nil when it is the static one, value]</c>.</summary>
    public void WriteTyped(ref MessagePackWriter writer, CapturedVariable variable, object value, string function)
    {
        var type = value.GetType();
        Check(variable, type, function);
        writer.WriteArrayHeader(2);
        if (type == variable.Field.FieldType)
            writer.WriteNil();
        else
            TypeWriter.Write(ref writer, type);

        // An object without state needs no codec, and no constructor that might do anything.
        if (ReceiverRules.IsStateless(type))
            writer.WriteNil();
        else
            Write(ref writer, type, value, function, variable.SourceName);
    }

    private static void Check(CapturedVariable variable, Type type, string function)
    {
        if (variable.IsThis && ReceiverRules.FindLostState(type) is { } lost)
            throw NotTransferable.This(function, variable, type, lost);
        var rule = ReceiverRules.IsStateless(type) ? ProcessBound.Find(type) ?? OriginRules.Find(type) : ValueRules.Find(type);
        if (rule is { } refusal)
            throw NotTransferable.Variable(function, variable.SourceName, refusal);
    }
}
