using Xunit.Abstractions;
using Xunit.Sdk;

namespace ProcQ.Specs.Hygiene;

/// <summary>Finds specs that fail on purpose where that is asked for, and elsewhere none.</summary>
public sealed class OnPurposeDiscoverer(IMessageSink messages) : IXunitTestCaseDiscoverer
{
    public const string Variable = "PROCQ_FAIL_ON_PURPOSE";

    private readonly FactDiscoverer _facts = new(messages);

    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions,
        ITestMethod testMethod,
        IAttributeInfo factAttribute
    ) => Environment.GetEnvironmentVariable(Variable) is null ? [] : _facts.Discover(discoveryOptions, testMethod, factAttribute);
}
