namespace ProcQ.Tests.House;

/// <summary>The measure itself is tested: a scan that finds nothing would pass every file.</summary>
public class CSharpMembersTests
{
    private const string Sample = """"
        namespace Sample;

        [Attribute("a { b")]
        public sealed record Shape<T>(int A, string B = "}") : IShape where T : class
        {
            private static readonly int[] Table = [1, 2, 3]; // } not a brace
            private readonly Func<int, int> _f = x => { return x; };

            [Fact(Skip = "{")]
            public int One(int x)
            {
                var text = $"{x} is {(x > 0 ? "}" : $"{{{x}")} \"";
                var raw = """ } " """;
                return x > '}' ? text.Length : raw.Length;
            }

            public string Name { get; init; } = "n";

            public int Two => new Dictionary<int, int> { [1] = 2 }.Count;

            public static bool operator ==(Shape<T> a, int b) =>
                true;

            private enum Kind { A, B }

            private sealed class Nested
            {
                void Three<TItem>(TItem x) where TItem : class { }
            }
        }
        """";

    [Fact]
    public void Find_EveryKindOfMember_GivesItsHeaderAndItsLines()
    {
        var members = CSharpMembers.Find(Sample).Select(m => (m.Header.Split('=')[0].TrimEnd(), m.Lines)).ToArray();

        Assert.Equal(
            [
                ("private static readonly int[] Table", 1),
                ("private readonly Func<int, int> _f", 1),
                ("public int One(int x)", 6),
                ("public string Name", 1),
                ("public int Two", 1),
                ("public static bool operator", 2),
                ("void Three<TItem>(TItem x) where TItem : class", 1),
            ],
            members
        );
    }

    [Fact]
    public void Find_ThisRepository_SeesItsOwnTests()
    {
        var text = RepositoryFiles.Read("tests/ProcQ.Tests/House/CSharpMembersTests.cs");

        Assert.Contains(CSharpMembers.Find(text), m => m.Header.Contains(nameof(Find_ThisRepository_SeesItsOwnTests)));
    }
}
