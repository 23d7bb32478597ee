using System.Reflection;

namespace ProcQ.Tests.House;

/// <summary>A change of the public face shows as a diff of PublicApi.approved.txt, or does not go in.</summary>
public class PublicApiTests
{
    private const string Folder = "tests/ProcQ.Tests/House";
    private static readonly string ReceivedPath = Path.Combine(RepositoryFiles.Root, Folder, "PublicApi.received.txt");

    [Fact]
    public void PublicApi_OfTheProduct_IsTheApprovedOne()
    {
        string[] assemblies = ["ProcQ", "ProcQ.MessagePack", "ProcQ.Terminal"];
        var received = string.Join("\n\n", assemblies.Select(name => PublicApiText.Of(Assembly.Load(name))));
        var approvedPath = Path.Combine(RepositoryFiles.Root, Folder, "PublicApi.approved.txt");
        var approved = File.Exists(approvedPath) ? File.ReadAllText(approvedPath).ReplaceLineEndings("\n") : "";

        if (received == approved)
        {
            File.Delete(ReceivedPath);
            return;
        }

        File.WriteAllText(ReceivedPath, received);
        Assert.Fail(
            $"The public API changed:\n{Difference(approved, received)}\n"
                + $"If that is meant, approve it: mv {Folder}/PublicApi.received.txt {Folder}/PublicApi.approved.txt"
        );
    }

    [Fact]
    public void PublicApiText_OfThisTest_ListsItsMembers()
    {
        var text = PublicApiText.Of(typeof(PublicApiTests).Assembly);

        Assert.Contains("class ProcQ.Tests.House.PublicApiTests\n", text);
        Assert.Contains("    void PublicApiText_OfThisTest_ListsItsMembers()\n", text);
        Assert.DoesNotContain(nameof(Difference), text);
    }

    private static string Difference(string approved, string received)
    {
        var (before, after) = (approved.Split('\n'), received.Split('\n'));
        return string.Join(
            '\n',
            before.Except(after).Select(line => "- " + line).Concat(after.Except(before).Select(line => "+ " + line))
        );
    }
}
