using Xunit.Sdk;

namespace ProcQ.Specs.Hygiene;

/// <summary>A spec that fails on purpose. It exists only for the run that another spec starts in a process of its own, to see how it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("ProcQ.Specs.Hygiene.OnPurposeDiscoverer", "ProcQ.Specs")]
public sealed class OnPurposeFactAttribute : FactAttribute;
