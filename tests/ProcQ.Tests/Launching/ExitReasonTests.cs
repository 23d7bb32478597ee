using ProcQ.Launching;

namespace ProcQ.Tests.Launching;

public class ExitReasonTests
{
    [Theory]
    [InlineData(0, false, "", "exit code 0")]
    [InlineData(7, false, "", "exit code 7")]
    [InlineData(137, true, "", "killed (SIGKILL)")]
    [InlineData(137, false, "", "exit code 137 (SIGKILL: killed from outside or out of memory; or an exit with that code)")]
    [InlineData(134, false, "Stack overflow.\n   at A.B()", "stack overflow (SIGABRT)")]
    [InlineData(134, false, "Process terminated. asked to", "Environment.FailFast (SIGABRT)")]
    [InlineData(134, true, "Unhandled exception. System.Exception", "unhandled exception (SIGABRT)")]
    [InlineData(134, false, "something else", "abort (SIGABRT)")]
    [InlineData(139, false, "", "invalid memory access in native code (SIGSEGV)")]
    [InlineData(153, false, "", "file size limit (SIGXFSZ)")]
    [InlineData(
        74,
        false,
        "x ProcQ: this worker is cut off from its pool. y",
        "its pipe to the pool was closed or replaced by code in the worker (exit code 74)"
    )]
    [InlineData(74, false, "", "exit code 74")]
    public void DescribeUnix_FollowsTheEvidence(int code, bool byPool, string tail, string expected) =>
        Assert.Equal(expected, ExitReason.DescribeUnix(code, byPool, tail));

    [Theory]
    [InlineData(unchecked((int)0xC00000FD), false, "stack overflow (0xC00000FD)")]
    [InlineData(unchecked((int)0xE0434352), false, "unhandled exception (0xE0434352)")]
    [InlineData(-1, true, "killed")]
    [InlineData(-1, false, "exit code -1")]
    [InlineData(3, true, "exit code 3")]
    public void DescribeWindows_FollowsTheEvidence(int code, bool byPool, string expected) =>
        Assert.Equal(expected, ExitReason.DescribeWindows(code, byPool, ""));

    [Theory]
    [InlineData(0, "", "Environment.Exit(0)")]
    [InlineData(137, "", "out-of-memory killer")]
    [InlineData(139, "", "DOTNET_DbgEnableMiniDump")]
    [InlineData(134, "Stack overflow.\n   at A.B()", "call each other without end")]
    [InlineData(134, "Unhandled exception. System.Exception", "a thread that nobody waits for")]
    [InlineData(134, "Process terminated. asked to", "the message and the stack")]
    [InlineData(134, "", "Native code called abort")]
    [InlineData(143, "", "Workers ignore that signal")]
    [InlineData(153, "", "ulimit")]
    [InlineData(159, "", "seccomp")]
    public void AdviceForUnix_SaysWhereToLook(int code, string tail, string expected) =>
        Assert.Contains(expected, ExitAdvice.ForUnix(code, tail), StringComparison.Ordinal);

    [Fact]
    public void Advice_OfAnExitCodeOfTheUsers_IsNone() =>
        Assert.Equal("", ExitAdvice.ForUnix(7, "") + ExitAdvice.ForWindows(7, ""));
}
