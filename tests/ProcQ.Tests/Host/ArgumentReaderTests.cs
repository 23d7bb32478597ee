using ProcQ.Host;
using ProcQ.MessagePack;
using ProcQ.Wire;

namespace ProcQ.Tests.Host;

/// <summary>Arguments that are read many at a time are for all that each item's own.</summary>
public class ArgumentReaderTests
{
    [Fact]
    public void Many_primitives_come_in_their_order()
    {
        var numbers = Enumerable.Range(0, 1000).Select(i => i * i).ToArray();
        var cursor = Cursor(numbers.Length, [.. numbers.Select(n => MessagePackCodec.Serialize(n))]);
        var reader = ArgumentReader<int>.Of(Payload.Own);

        foreach (var number in numbers)
        {
            cursor.Mark();
            Assert.Equal(number, reader.Next(ref cursor));
        }
    }

    [Fact]
    public void One_that_cannot_be_read_is_the_failure_of_its_item_alone()
    {
        var cursor = Cursor(3, MessagePackCodec.Serialize(1), MessagePackCodec.Serialize("two"), MessagePackCodec.Serialize(3));
        var reader = ArgumentReader<int>.Of(Payload.Own);

        cursor.Mark();
        Assert.Equal(1, reader.Next(ref cursor));
        cursor.Mark();
        var refused = false;
        try
        {
            reader.Next(ref cursor);
        }
        catch (MessagePackException)
        {
            refused = true;
        }

        Assert.True(refused);
        cursor.SkipFromMark();
        cursor.Mark();
        Assert.Equal(3, reader.Next(ref cursor));
    }

    [Fact]
    public void A_function_that_throws_loses_no_argument_behind_its_own()
    {
        // More than are read together.
        var numbers = Enumerable.Range(0, 600).Select(i => i * i).ToArray();
        var cursor = Cursor(numbers.Length, [.. numbers.Select(n => MessagePackCodec.Serialize(n))]);
        var reader = ArgumentReader<int>.Of(Payload.Own);

        foreach (var number in numbers)
        {
            cursor.Mark();
            Assert.Equal(number, reader.Next(ref cursor));
            // As after an exception, which some of them throw.
            if (number % 3 == 0)
                cursor.SkipFromMark();
        }
    }

    private static ArgumentCursor Cursor(int count, params byte[][] arguments) =>
        new(KeptBytes.Of([.. arguments.Select(a => new ReadOnlyMemory<byte>(a))]), count);
}
