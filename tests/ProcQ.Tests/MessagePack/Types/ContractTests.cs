using ProcQ.MessagePack;
using ProcQ.Tests.MessagePack.Vectors;

namespace ProcQ.Tests.MessagePack.Types;

/// <summary>Contracts beyond the golden lines: attributes, constructors, what is present and what is not.</summary>
public class ContractTests
{
    private static readonly MessagePackOptions Private = new() { AllowPrivate = true };

    [Fact]
    public void DataContract_Orders_AreIndexes()
    {
        Assert.Equal("92a16207", Codec.Hex(new DC1()));
        var read = Codec.Read<DC1>("92a17809");
        Assert.Equal((9, "x", 4), (read.A, read.B, read.NotIncluded));
    }

    [Fact]
    public void DataContract_Names_AreKeys()
    {
        Assert.Equal("82a16e07a142a162", Codec.Hex(new DC2()));
        Assert.Equal(9, Codec.Read<DC2>("81a16e09").A);
        Assert.Equal("82a17801a14202", Codec.Hex(new DCMix()));
    }

    [Fact]
    public void KeyAsPropertyName_IsAMapWithoutIgnoredMembers() =>
        Assert.Equal("82a5416c70686101a442657461a162", Codec.Hex(new KName()));

    [Fact]
    public void NegativeKeys_AreNotWritten() => Assert.Equal("92c001", Codec.Hex(new Neg()));

    [Fact]
    public void KeyByIndex_MissingKey_IsRefused() =>
        Assert.Contains("member A has no [Key]", Codec.RefusedValue(new MissingKey()).Message, StringComparison.Ordinal);

    [Fact]
    public void PrivateMembers_OfATypeThatAllowsThem_Travel()
    {
        Assert.Equal("9203a170", Codec.Hex(new Priv()));
        Assert.Equal("9205a171", Codec.Hex(Codec.Read<Priv>("9205a171")));
    }

    [Fact]
    public void PrivateMembers_AllowedByOptions_TravelBothWays()
    {
        Assert.Equal("80", Codec.Hex(new CoPriv()));
        var read = Codec.Read<CoPriv>("84a14109a14908a17007a2507206", Private);
        Assert.Equal("84a14109a14908a17007a2507206", Codec.Hex(read, Private));
        Assert.Equal("82a16109a14208", Codec.Hex(Codec.Read<DCPriv>("82a16109a14208", Private), Private));
    }

    [Fact]
    public void Constructor_ByName_TakesKeysBeforeMemberNames()
    {
        var read = Codec.Read<CtorName>("82a16105a162a178");
        Assert.Equal((5, "x"), (read.A, read.B));
    }

    [Fact]
    public void Constructor_Marked_IsTakenAndTheRestAssigned()
    {
        var read = Codec.Read<CtorSer>("920708");
        Assert.Equal(("(a)", 7, 8), (read.U, read.A, read.B));
    }

    [Fact]
    public void Constructor_ShorterArray_LeavesDefaults()
    {
        Assert.Equal(new RInitlike(0, null), Codec.Read<RInitlike>("80"));
        Assert.Equal(new RInitlike(4, null), Codec.Read<RInitlike>("81a14104"));
        var marked = Codec.Read<CtorSer>("9107");
        Assert.Equal((7, 0), (marked.A, marked.B));
    }

    [Fact]
    public void Shadowed_Members_AreQualified()
    {
        var hex = Codec.Hex(new Shadow1());
        var name = $"{typeof(Shadow1).FullName}.A";
        Assert.Equal($"82a14101d9{name.Length:x2}{Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(name))}a16e", hex);
        Shadow0 read = Codec.Read<Shadow1>(hex.Replace("a14101", "a14107", StringComparison.Ordinal));
        Assert.Equal(7, read.A);
    }

    [Fact]
    public void Indexers_Statics_Constants_ReadOnlyAndNonSerializedFields_StayBehind()
    {
        // Its delegate property would refuse the type, so it is ignored here as a user would have to.
        Assert.Equal("81a14101", Codec.Hex(new Quiet()));
    }

    [Fact]
    public void Structs_Tuples_Records_Anonymous_ComeBackEqual()
    {
        Same(new St { A = 1, B = 2.5f });
        Same(new RRS(1, 2));
        Same(new RS(1, 2));
        Same(new PocoRec(1, "b"));
        Same(new Rec(1, "b"));
        Same((1, "a", 2.5, 'c', true, 6L, (byte)7, "eight", 9));
        Same(Tuple.Create(1, "a", 2.5, 'c', true, 6L, (byte)7, "eight"));
        Same(new KeyValuePair<string, int>("k", 1));
        Same(
            new
            {
                A = 1,
                B = "b",
                C = new { D = 2 },
            }
        );
        Same<int?>(5);
        Same<(int, string)?>((1, "a"));
    }

    [Fact]
    public void Tuple_OfEight_NestsTheRest()
    {
        Assert.Equal("980102030405060791" + "08", Codec.Hex((1, 2, 3, 4, 5, 6, 7, 8)));
        Assert.Equal("980102030405060791" + "08", Codec.Hex(Tuple.Create(1, 2, 3, 4, 5, 6, 7, 8)));
    }

    [Fact]
    public void Callbacks_AreCalledOnClassesAndStructs()
    {
        Assert.Equal("912a", Codec.Hex(new Cb()));
        Assert.Equal("81a14102", Codec.Hex(new Counting { A = 1 }));
        Assert.Equal(6, Codec.Read<Counting>("81a14105").A);
    }

    [Fact]
    public void Union_ByAbstractClass_CarriesItsNumber()
    {
        Assert.Equal("92cd012c9201a179", Codec.Hex<UBase>(new U300()));
        Assert.IsType<U300>(Codec.Read<UBase>("92cd012c9201a178"));
        Assert.Null(Codec.Read<UBase?>("9207" + "9101"));
        Assert.Equal("c0", Codec.Hex<UBase>(new U10Sub()));
        Assert.Equal("920102", Codec.Hex(new U10()));
        Assert.Contains("array of two", Codec.RefusedBytes<UBase>("910a").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Overridden_Properties_AreOneMember()
    {
        Assert.Equal("9107", Codec.Hex(new OverridesKeyed()));
        Assert.Equal("81a14107", Codec.Hex(new OverridesPlain()));
        Assert.Equal(9, Codec.Read<OverridesKeyed>("9109").A);
    }

    [Fact]
    public void Generic_And_Nested_Types_Travel()
    {
        Same(new Pair<string, Pair<int, double?>>("a", new(1, 2.5)));
        Assert.Equal("9102", Codec.Hex(Codec.Read<Outer.Nested>("9102")));
        Assert.Equal("81a14101", Codec.Hex(new Hidden { A = 1 }));
    }

    [Fact]
    public void Map_WithMembersInAnyOrderAndUnknownOnes_IsRead()
    {
        var read = Codec.Read<Poco>("84a14609a17893010203a142a178a14108");
        Assert.Equal((8, "x", 9), (read.A, read.B, read.F));
    }

    [Fact]
    public void Array_LongerThanTheContract_IsReadWithoutItsRest()
    {
        var read = Codec.Read<K0>("9405a178" + "81a161c0" + "93010203");
        Assert.Equal((5, "x"), (read.A, read.B));
    }

    [Fact]
    public void GetOnly_Members_AreReadPast() => Assert.Equal(3, Codec.Read<GetOnly>("920903").B);

    [Fact]
    public void Nil_WhereAValueMustBe_IsRefused()
    {
        Codec.RefusedBytes<K0>("91c0");
        Codec.RefusedBytes<PocoSt>("c0");
        Codec.RefusedBytes<(int, int)>("c0");
        Codec.RefusedBytes<KeyValuePair<int, int>>("c0");
        Assert.Null(Codec.Read<K0?>("c0"));
        Assert.Null(Codec.Read<Tuple<int>?>("c0"));
    }

    [Fact]
    public void ManyMembers_InAnyOrder_AreRead()
    {
        var hex = Codec.Hex(new Wide());
        Assert.StartsWith("de0014", hex, StringComparison.Ordinal);
        Assert.Equal(Codec.Hex(new Wide { M01 = 5, M20 = 7 }), Codec.Hex(Codec.Read<Wide>("82a34d323007a34d303105")));
    }

    private static void Same<T>(T value)
    {
        Assert.Equal(value, Codec.Through(value));
    }

    public sealed record RInitlike(int A, string? B);

    public sealed record Pair<T1, T2>(T1 First, T2 Second);

    private sealed class Hidden
    {
        public int A { get; set; }
    }

    public sealed class Quiet
    {
        public const int Constant = 2;
        public static readonly int Static = 1;
        public readonly int ReadOnly = 3;

        [NonSerialized]
        public int NotSerialized = 4;

        public int A = 1;

        [global::MessagePack.IgnoreMember]
        public Action? Ignored { get; set; }

        public int this[int i] => i;
    }

    public struct Counting : global::MessagePack.IMessagePackSerializationCallbackReceiver
    {
        public int A { get; set; }

        public void OnBeforeSerialize() => A++;

        public void OnAfterDeserialize() => A++;
    }

    [global::MessagePack.MessagePackObject]
    public class Keyed
    {
        [global::MessagePack.Key(0)]
        public virtual int A { get; set; } = 1;
    }

    public sealed class OverridesKeyed : Keyed
    {
        public override int A { get; set; } = 7;
    }

    public class Plain
    {
        public virtual int A { get; set; } = 1;
    }

    public sealed class OverridesPlain : Plain
    {
        public override int A { get; set; } = 7;
    }

    public sealed class Wide
    {
        public int M01 { get; set; }
        public int M02 { get; set; }
        public int M03 { get; set; }
        public int M04 { get; set; }
        public int M05 { get; set; }
        public int M06 { get; set; }
        public int M07 { get; set; }
        public int M08 { get; set; }
        public int M09 { get; set; }
        public int M10 { get; set; }
        public int M11 { get; set; }
        public int M12 { get; set; }
        public int M13 { get; set; }
        public int M14 { get; set; }
        public int M15 { get; set; }
        public int M16 { get; set; }
        public int M17 { get; set; }
        public int M18 { get; set; }
        public int M19 { get; set; }
        public int M20 { get; set; }
    }
}
