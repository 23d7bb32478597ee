using System.Collections.Immutable;

namespace ProcQ.Tests.Functions;

/// <summary>Captured values arrive as what they were, or the caller is told which of them can't.</summary>
public class CapturedValueTests
{
    private enum Level
    {
        Low = 1,
        High = 7,
    }

    private interface IShape
    {
        double Area { get; }
    }

    [Fact]
    public void Data_of_all_kinds_arrives()
    {
        var (number, text, level, when, id) = (
            3L,
            (string?)null,
            Level.High,
            new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc),
            Guid.NewGuid()
        );
        var (array, grid, map) = (
            new[] { 1.5, double.NaN },
            new int[2, 2]
            {
                { 1, 2 },
                { 3, 4 },
            },
            new Dictionary<string, List<int>> { ["a"] = [1, 2] }
        );
        var (tuple, record, set, span) = (
            (1, "b"),
            new Person("Ada", 36),
            ImmutableHashSet.Create(4, 5),
            TimeSpan.FromMinutes(2)
        );
        int? nothing = null;
        Func<string> function = () =>
            $"{number} {text ?? "null"} {level} {when:O} {id} {array.Length}{array[1]} {grid[1, 0]} {map["a"][1]} {tuple.Item2} {record} {set.Count} {span} {nothing ?? -1}";

        Assert.Equal(function(), Travel.Through(function)());
    }

    [Fact]
    public void A_value_in_an_object_variable_keeps_its_type()
    {
        object[] values = [5L, (byte)1, Level.High, "text", new Person("Ada", 36), new[] { 1, 2 }, 2.5m, DateOnly.MinValue];
        foreach (var value in values)
        {
            var copy = Travel.Through(() => value)();

            Assert.Equal(value.GetType(), copy.GetType());
            Assert.Equal(value, copy);
        }
    }

    [Fact]
    public void A_value_behind_an_interface_or_a_base_class_keeps_its_type()
    {
        IShape shape = new Square { Side = 3 };
        Person person = new Employee("Ada", 36, "Analytical Engines");
        IComparable comparable = 5;

        Assert.Equal(9, Travel.Through(() => shape.Area)());
        Assert.Equal(person, Travel.Through(() => person)());
        Assert.Equal(0, Travel.Through(() => comparable.CompareTo(5))());
    }

    [Fact]
    public void An_object_without_state_arrives_without_running_its_constructor()
    {
        IComparer<int> descending = new Descending();
        var made = Descending.Made;

        Assert.Equal([3, 2, 1], Travel.Through(() => new[] { 2, 3, 1 }.Order(descending).ToArray())());
        Assert.Equal(made, Descending.Made);
    }

    [Fact]
    public void A_lazy_sequence_arrives_as_its_elements()
    {
        var evens = Enumerable.Range(0, 10).Where(x => x % 2 == 0);

        Assert.Equal(20, Travel.Through(() => evens.Sum())());
    }

    [Fact]
    public void A_cycle_is_refused_with_the_variable_and_the_way_to_it()
    {
        var node = new Node { Next = new Node() };
        node.Next.Next = node;

        var refusal = Travel.Refused(() => node.Next);

        Assert.Equal("node", refusal.VariableName);
        Assert.Equal("node.Next.Next", refusal.MemberPath);
        Assert.Equal(typeof(Node), refusal.OffendingType);
        Assert.Contains("Capture the data that the function needs from it", refusal.Message, StringComparison.Ordinal);
        Assert.NotNull(refusal.InnerException);

        var nodes = new Dictionary<int, Node[]> { [3] = [new Node(), node] };
        Assert.StartsWith("nodes[3][1].Next.Next", Travel.Refused(() => nodes.Count).MemberPath, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_that_cannot_travel_is_refused_with_the_way_to_it()
    {
        var report = new Report("today", [new Attachment("a.txt", Stream.Null)]);

        var refusal = Travel.Refused(() => report.Title);

        Assert.Equal("report", refusal.VariableName);
        Assert.StartsWith("report.Attachments", refusal.MemberPath, StringComparison.Ordinal);
        Assert.EndsWith(".Content", refusal.MemberPath, StringComparison.Ordinal);
        Assert.Contains("Send the file's path or the bytes", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_anonymous_object_arrives()
    {
        var point = new { X = 1, Y = "two" };
        var points = new[] { point, point };

        Assert.Equal("1two2", Travel.Through(() => $"{point.X}{points[1].Y}{points.Length}")());
    }

    [Fact]
    public void A_value_that_cannot_be_rebuilt_is_named_in_the_worker()
    {
        var picky = new Picky(1);
        var definition = Travel.Define(() => picky.Value);
        Picky.Refuses = true;
        try
        {
            var error = Assert.Throws<NotTransferableException>(() =>
                ProcQ.Functions.FunctionDecoder.Resolve(new System.Buffers.ReadOnlySequence<byte>(definition.Bytes))
            );
            Assert.Contains("Captured variable 'picky' of CapturedValueTests", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            Picky.Refuses = false;
        }
    }

    public record Person(string Name, int Age);

    public sealed record Employee(string Name, int Age, string Company) : Person(Name, Age);

    public sealed record Report(string Title, List<Attachment> Attachments);

    public sealed record Attachment(string Name, Stream Content);

    public sealed class Square : IShape
    {
        public double Side { get; set; }

        public double Area => Side * Side;
    }

    public sealed class Node
    {
        public Node? Next { get; set; }
    }

    public sealed class Picky
    {
        public Picky(int value)
        {
            if (Refuses)
                throw new InvalidOperationException("Not here.");
            Value = value;
        }

        public static bool Refuses { get; set; }

        public int Value { get; }
    }

    private sealed class Descending : IComparer<int>
    {
        public Descending() => Made++;

        public static int Made { get; private set; }

        public int Compare(int x, int y) => y.CompareTo(x);
    }
}
