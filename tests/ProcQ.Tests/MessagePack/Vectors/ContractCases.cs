using System.Collections;
using System.Globalization;
using ProcQ.MessagePack;

namespace ProcQ.Tests.MessagePack.Vectors;

/// <summary>What we promise for each line of contracts.txt, by name and bytes (some names occur twice, to write and to read).</summary>
internal static class ContractCases
{
    private static readonly MessagePackOptions Private = new() { AllowPrivate = true };

    public static VectorCase? Find(VectorLine line) =>
        line is { Name: "CtorPos" or "RInit", Arrow: not null } ? Readings[line.Name] : All.GetValueOrDefault(line.Name);

    private static Dictionary<string, VectorCase> Readings { get; } =
        new()
        {
            ["CtorPos"] = new Reads<CtorPos>(null, static c => $"{c.A}{c.B}"),
            ["RInit"] = new Reads<RInit>(null, static r => r.ToString()),
        };

    public static Dictionary<string, VectorCase> All { get; } =
        new()
        {
            ["GetOnly"] = new Writes<GetOnly>(new GetOnly()),
            ["SetOnly"] = new Writes<SetOnly>(new SetOnly()),
            ["SDer string keys base z, derived a, field f"] = new Writes<SDer>(new SDer()),
            ["MixedKeys"] = new RefusesType<MixedKeys>("integer keys and some have string keys"),
            ["DupKeys"] = new RefusesType<DupKeys>("A and B have the same key 0"),
            ["CtorPos keys 0,2"] = new Writes<CtorPos>(new CtorPos(1, "b")),
            ["CtorBest (public get-only w/o Key)"] = new RefusesType<CtorBest>("member Used has no [Key]"),
            ["CtorBest2 ctors (),(a),(a,b,c)"] = new Reads<CtorBest2>(null, static c => $"{c.U} A={c.A} B={c.B}"),
            ["CtorBad"] = new RefusesType<CtorBad>("[SerializationConstructor] (String x)"),
            ["RInit"] = new Writes<RInit>(new RInit { A = 1, B = "b" }),
            ["RRS"] = new Reads<RRS>(null, static r => r.ToString()),
            ["RS"] = new Reads<RS>(null, static r => r.ToString()),
            ["Defaults <- []"] = new Reads<Defaults>(null, static d => $"{d.A}{d.B}{d.L.Count}"),
            ["Defaults <- [1]"] = new Reads<Defaults>(null, static d => $"{d.A}{d.B}{d.L.Count}"),
            ["DefaultsM <- {}"] = new Reads<DefaultsM>(null, static d => $"{d.A}{d.B}"),
            ["DefaultsM <- {A:1,unknown:2}"] = new Reads<DefaultsM>(null, static d => $"{d.A}{d.B}"),
            ["DefaultsM non-string key"] = new RefusesBytes<DefaultsM>("Expected a string"),
            ["Cb OnAfterDeserialize"] = new Reads<Cb>(null, static c => c.A.ToString(CultureInfo.InvariantCulture)),
            ["DCGap Order 0,3"] = new Writes<DCGap>(new DCGap()),
            ["DCPriv StandardAllowPrivate"] = new Writes<DCPriv>(new DCPriv()) { Options = Private },
            ["OrderAttr keyAsPropertyName + DataMember.Order"] = new Writes<OrderAttr>(new OrderAttr()),
            ["Hold"] = new Writes<Hold>(new Hold()),
            ["Intern (internal type) Standard"] = new Writes<Intern>(new Intern())
            {
                Instead = "9101",
                Differs = "types that are not public travel; only their members must be",
            },
            ["Intern AllowPrivate resolver"] = new Writes<Intern>(new Intern()) { Options = Private },
            ["PNested internal AllowPrivate=true"] = new Writes<Outer.PNested>(new Outer.PNested()),
            ["CoPriv contractless AllowPrivate"] = new Writes<CoPriv>(new CoPriv()) { Options = Private },
            ["closure target via object/CP"] = new Writes<object>(ClosureTarget()) { OneWay = true },
            ["cyclic: not run (serialization has no cycle detection; would overflow the stack)"] = new Promises(Cycle)
            {
                Differs = "ProcQ detects cycles",
            },
            ["IReadOnlyDictionary"] = new Writes<IReadOnlyDictionary<string, int>>(new Dictionary<string, int> { ["a"] = 1 }),
            ["IEnumerable<object>"] = new Writes<IEnumerable<object>>([1, "a"]),
            ["IDictionary (nongeneric)"] = new Writes<IDictionary>(new Hashtable { [1] = 2 }),
            ["KeyCollection"] = new RefusesType<Dictionary<int, int>.KeyCollection>("collection that cannot be rebuilt"),
            ["Dictionary<int,int>.ValueCollection"] = new RefusesType<Dictionary<int, int>.ValueCollection>(
                "collection that cannot be rebuilt"
            ),
            ["Dictionary<E,..>"] = new Writes<Dictionary<E1, int>>(new() { [E1.B] = 1 }),
            ["Uri null"] = new Writes<Uri?>(null),
            ["CultureInfo"] = new RefusesType<CultureInfo>("Send the culture's name"),
            ["IPAddress"] = new RefusesType<System.Net.IPAddress>("Send its text"),
            ["CancellationToken"] = new RefusesType<CancellationToken>("as a parameter"),
            ["Task"] = new RefusesType<Task<int>>("Await it"),
            ["string[,]"] = new Writes<string[,]>(
                new[,]
                {
                    { "a" },
                }
            ),
            ["TimeSpan.Max"] = new Writes<TimeSpan>(TimeSpan.MaxValue),
            ["DateTime Local epoch+1 (UTC box)"] = new Writes<DateTime>(DateTime.UnixEpoch.AddSeconds(1).ToLocalTime()),
        };

    private static object ClosureTarget()
    {
        var cap = 3;
        var cs = "s";
        return ((Func<int>)(() => cap + cs.Length)).Target!;
    }

    private static void Cycle()
    {
        var node = new Rec1 { Next = new Rec1() };
        node.Next.Next = node;
        var refusal = Assert.Throws<MessagePackException>(() => MessagePackCodec.Serialize(node));
        Assert.Contains("contains itself", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("Rec1.Next.Next", refusal.MemberPath);
    }
}
