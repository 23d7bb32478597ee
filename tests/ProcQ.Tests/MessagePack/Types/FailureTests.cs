using ProcQ.MessagePack;

namespace ProcQ.Tests.MessagePack.Types;

/// <summary>What goes wrong says where: the members that lead there and the byte.</summary>
public class FailureTests
{
    [Fact]
    public void Deserialize_WrongBytesDeepInside_NamesMemberIndexAndOffset()
    {
        var good = Codec.Hex(new Order { Id = 1, Lines = [new Line { Price = 1 }, new Line { Price = 2 }] });
        var refusal = Codec.RefusedBytes<Order>(good.Replace("a5507269636502", "a55072696365c3", StringComparison.Ordinal));
        Assert.Equal("Order.Lines[1].Price", refusal.MemberPath);
        Assert.Equal(good.Length / 2 - 1, refusal.Offset);
        Assert.Equal(
            $"Expected an integer, found Boolean (code 0xc3). Member: Order.Lines[1].Price. Offset: {refusal.Offset}.",
            refusal.Message
        );
    }

    [Fact]
    public void Deserialize_WrongElementOfAPrimitiveArray_NamesItsIndex()
    {
        Assert.Equal("Int32[][2]", Codec.RefusedBytes<int[]>("930102c3").MemberPath);
        Assert.Equal("String[][1]", Codec.RefusedBytes<string[]>("92a16101").MemberPath);
        Assert.Equal("Dictionary<String, Int32>[b]", Codec.RefusedBytes<Dictionary<string, int>>("82a16101a162c3").MemberPath);
        Assert.Equal("Object[1]", Codec.RefusedBytes<object>("9201c1").MemberPath);
    }

    [Fact]
    public void Deserialize_ConstructorThatThrows_IsARefusalWithTheCause()
    {
        var refusal = Codec.RefusedBytes<Picky>("81a556616c7565ff");
        Assert.IsType<ArgumentOutOfRangeException>(refusal.InnerException);
        Assert.Contains("Picky", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(3, Codec.Read<Picky>("81a556616c756503").Value);
    }

    [Fact]
    public void Serialize_GetterThatThrows_IsARefusalWithTheMember()
    {
        var refusal = Codec.RefusedValue(new Broken());
        Assert.IsType<InvalidOperationException>(refusal.InnerException);
        Assert.Equal("Broken.Value", refusal.MemberPath);
        Assert.Contains("not today", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(TimeOnly), "cf7fffffffffffffff")]
    [InlineData(typeof(TimeOnly), "ff")]
    [InlineData(typeof(DateOnly), "ff")]
    [InlineData(typeof(DateTime), "d7ffffffffff00000000")]
    [InlineData(typeof(DateTime), "c70cff000000007fffffffffffffff")]
    [InlineData(typeof(DateTime), "c705ff0000000000")]
    [InlineData(typeof(DateTime), "d60500000000")]
    [InlineData(typeof(DateTimeOffset), "92d6ff00000000cd7fff")]
    [InlineData(typeof(DateTimeOffset), "91d6ff00000000")]
    [InlineData(typeof(decimal), "a3312c35")]
    [InlineData(typeof(decimal), "a0")]
    [InlineData(typeof(Guid), "d92430313233343536372d383961622d636465662d303132332d34353637383961626364657a")]
    [InlineData(typeof(Uri), "a8687474703a2f2f5b")]
    [InlineData(typeof(Version), "a131")]
    [InlineData(typeof(System.Text.Rune), "cdd800")]
    [InlineData(typeof(Int128), "c40101")]
    [InlineData(typeof(Type), "a3612e62")]
    [InlineData(typeof(Type), "ab5b5b5b5b5b5d5d5d2c2c2c")]
    [InlineData(typeof(System.Numerics.Vector3), "9201ca3fc00000")]
    [InlineData(typeof(System.Collections.BitArray), "9101")]
    [InlineData(typeof(string), "c40161")]
    [InlineData(typeof(bool), "01")]
    [InlineData(typeof(DayOfWeek), "a3")]
    [InlineData(typeof(SortedSet<object>), "9201a161")]
    public void Deserialize_ValuesThatDoNotExist_AreRefused(Type type, string hex)
    {
        var bytes = new System.Buffers.ReadOnlySequence<byte>(Convert.FromHexString(hex));
        var refusal = Assert.Throws<MessagePackException>(() => MessagePackCodec.Deserialize(type, bytes));
        Assert.True(refusal.Offset >= 0);
    }

    [Fact]
    public void Decimal_WithExponent_IsRead() => Assert.Equal(100m, Codec.Read<decimal>("a3316532"));

    [Fact]
    public void Type_OfAnotherVersionOfTheRuntime_IsFoundByItsAssemblysName() =>
        Assert.Equal(
            typeof(Dictionary<int, Uri>),
            MessagePackCodec.Deserialize<Type>(
                MessagePackCodec.Serialize(
                    typeof(Dictionary<int, Uri>).AssemblyQualifiedName!.Replace(
                        "Version=10.0.0.0",
                        "Version=99.0.0.0",
                        StringComparison.Ordinal
                    )
                )
            )
        );

    public sealed class Order
    {
        public int Id { get; set; }

        public List<Line> Lines { get; set; } = [];
    }

    public sealed class Line
    {
        public int Price { get; set; }
    }

    public sealed class Picky
    {
        public Picky(int value) => Value = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));

        public int Value { get; }
    }

    public sealed class Broken
    {
        public int Value
        {
            get => throw new InvalidOperationException("not today");
            set { }
        }
    }
}
