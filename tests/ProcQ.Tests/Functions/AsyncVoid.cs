namespace ProcQ.Tests.Functions;

#pragma warning disable VSTHRD101, MA0147 // Async void is what the tests that use these want refused.

/// <summary>Functions nobody can wait for.</summary>
internal static class AsyncVoid
{
    public static Action Lambda { get; } = async () => await Task.Yield();

    public static Action<int> WithArgument(int more) => async x => await Task.Delay(x + more);
}
