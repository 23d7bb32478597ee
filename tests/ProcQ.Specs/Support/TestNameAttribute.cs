using System.Reflection;
using Xunit.Sdk;

namespace ProcQ.Specs.Support;

/// <summary>Tells the mark of a spec which of its tests runs, for reports.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TestNameAttribute : BeforeAfterTestAttribute
{
    public override void Before(MethodInfo methodUnderTest)
    {
        if (SpecMark.Current is { } mark)
            mark.Test = $"{methodUnderTest.ReflectedType?.FullName}.{methodUnderTest.Name}";
    }
}
