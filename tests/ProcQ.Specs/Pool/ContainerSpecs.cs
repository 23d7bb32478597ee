using ProcQ.Specs.Launching;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>An application that is process 1, as in a container without an init.</summary>
public sealed class ContainerSpecs : ProcessSpec
{
    [NamespaceFact]
    public async Task G14_An_application_that_is_process_1_has_workers_and_replaces_them()
    {
        var run = await Commands.Run(
            NamespaceFactAttribute.Command[0],
            AppContext.BaseDirectory,
            null,
            [.. NamespaceFactAttribute.Command[1..], "dotnet", typeof(Crimes).Assembly.Location, "first-process"]
        );

        Assert.Equal("process 1, sum 90, lost, sum 90, no children left\n", run.MustSucceed().Output);
    }
}
