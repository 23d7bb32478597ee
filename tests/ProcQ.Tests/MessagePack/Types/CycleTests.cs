using System.Collections;
using System.Dynamic;

namespace ProcQ.Tests.MessagePack.Types;

/// <summary>Objects that contain themselves are found at the first return, by every way there is to contain.</summary>
public class CycleTests
{
    [Fact]
    public void Object_InItsOwnMember_IsRefusedWithTheWayBack()
    {
        var node = new Node { Name = "a" };
        node.Next = new Node { Name = "b", Next = node };
        var refusal = Codec.RefusedValue(node);
        Assert.Equal("Node.Next.Next", refusal.MemberPath);
        Assert.Contains("contains itself", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Object_InAListOrDictionaryOfItself_IsRefused()
    {
        var inList = new Node { Children = [new Node()] };
        inList.Children.Add(inList);
        Assert.Equal("Node.Children[1]", Codec.RefusedValue(inList).MemberPath);

        var inMap = new Node();
        inMap.Named = new() { ["self"] = inMap };
        Assert.Equal("Node.Named[self]", Codec.RefusedValue(inMap).MemberPath);
    }

    [Fact]
    public void Collections_InThemselves_AreRefused()
    {
        var array = new object[2];
        array[1] = array;
        Assert.Equal("Object[][1]", Codec.RefusedValue(array).MemberPath);

        var list = new List<object>();
        list.Add(list);
        Assert.Equal("List<Object>[0]", Codec.RefusedValue(list).MemberPath);

        var oldList = new ArrayList();
        oldList.Add(oldList);
        Assert.Contains("contains itself", Codec.RefusedValue(oldList).Message, StringComparison.Ordinal);

        var map = new Dictionary<string, object>();
        map["me"] = map;
        Assert.Equal("Dictionary<String, Object>[me]", Codec.RefusedValue(map).MemberPath);

        var table = new Hashtable();
        table["me"] = table;
        Assert.Contains("contains itself", Codec.RefusedValue<object>(table).Message, StringComparison.Ordinal);

        IDictionary<string, object?> expando = new ExpandoObject();
        expando["me"] = expando;
        Assert.Contains("contains itself", Codec.RefusedValue((ExpandoObject)expando).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Object_SharedButNotInItself_IsWrittenTwice()
    {
        var shared = new Node { Name = "s" };
        var read = Codec.Through(new Node { Next = shared, Children = [shared, shared] });
        Assert.Equal("s", read.Next!.Name);
        Assert.Equal(["s", "s"], read.Children!.Select(c => c.Name));
        Assert.NotSame(read.Children![0], read.Children[1]);
    }

    [Fact]
    public void LongChains_UpToTheDepthLimit_AreNoCycles()
    {
        Assert.Equal(499, Length(Codec.Through(Chain(499))));
        Assert.Contains("limit of 500 levels", Codec.RefusedValue(Chain(501)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LongCycles_AreFoundInTheDeepPartAsWell()
    {
        var first = Chain(300);
        var last = first;
        while (last.Next is not null)
            last = last.Next;
        last.Next = first;
        var refusal = Codec.RefusedValue(first);
        Assert.Contains("contains itself", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Next...Next", refusal.MemberPath, StringComparison.Ordinal);
        Assert.True(refusal.MemberPath.Length < 300);
    }

    [Fact]
    public void Writer_AfterManySiblings_HoldsNoneOfThem()
    {
        var node = new Node
        {
            Children = [.. Enumerable.Range(0, 1000).Select(i => new Node { Name = $"{i}", Next = new Node() })],
        };
        Assert.Equal(1000, Codec.Through(node).Children!.Count);
    }

    private static Node Chain(int length)
    {
        Node? chain = null;
        for (var i = 0; i < length; i++)
            chain = new Node { Next = chain };
        return chain!;
    }

    private static int Length(Node? chain)
    {
        var length = 0;
        for (; chain is not null; chain = chain.Next)
            length++;
        return length;
    }

    public sealed class Node
    {
        public string? Name { get; set; }

        public Node? Next { get; set; }

        public List<Node>? Children { get; set; }

        public Dictionary<string, Node>? Named { get; set; }
    }
}
