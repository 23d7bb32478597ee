using System.Reflection;
using Xunit.Sdk;

namespace ProcQ.Specs.Faults.Evil;

/// <summary>In how many ways a fault is tried: with 1, 2 and 8 workers, and delivered at once or byte by byte.</summary>
internal sealed class WaysAttribute : DataAttribute
{
    /// <summary>Whether the way of delivery matters; where nothing is sent it does not, and the spec takes the number of workers only.</summary>
    public bool Sends { get; init; } = true;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod)
    {
        foreach (var workers in new[] { 1, 2, 8 })
        {
            if (!Sends)
            {
                yield return [workers];
                continue;
            }

            yield return [workers, false];
            yield return [workers, true];
        }
    }
}
