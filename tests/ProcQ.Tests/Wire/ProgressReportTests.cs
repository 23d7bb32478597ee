using System.Buffers;
using ProcQ.Wire;
using ProcQ.Workers;

namespace ProcQ.Tests.Wire;

/// <summary>What workers say of their progress is untrusted input.</summary>
public sealed class ProgressReportTests
{
    [Theory]
    [InlineData(0, null)]
    [InlineData(0.5, "")]
    [InlineData(1, "half of it")]
    public void Read_WhatWasWritten_IsTheSame(double fraction, string? message)
    {
        var report = ProgressReport.Of(fraction, message);

        Assert.Equal(report, ProgressReport.Read(Bytes(report)));
    }

    [Fact]
    public void Of_LongMessage_IsCutAndFits()
    {
        var report = ProgressReport.Of(1, new string('€', 100_000));

        Assert.Equal(ProgressReport.MostChars, report.Message!.Length);
        Assert.Equal(report, ProgressReport.Read(Bytes(report)));
    }

    [Theory]
    [InlineData(-0.001)]
    [InlineData(1.001)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void Read_FractionOutOfRange_IsAViolation(double fraction) =>
        Assert.Throws<ProtocolException>(() => ProgressReport.Read(Bytes(new ProgressReport(fraction, null))));

    [Fact]
    public void Read_MessageThatWasNotCut_IsAViolationBeforeItIsRead() =>
        Assert.Throws<ProtocolException>(() => ProgressReport.Read(Bytes(new ProgressReport(1, new string('x', 5_000)))));

    [Fact]
    public void Read_BytesBehind_IsAViolation()
    {
        byte[] bytes = [.. Bytes(new ProgressReport(1, null)).ToArray(), 0xc0];

        Assert.Throws<ProtocolException>(() => ProgressReport.Read(new ReadOnlySequence<byte>(bytes)));
    }

    [Fact]
    public void TryTake_Flood_LetsThroughABurstAndThenTwentyASecond()
    {
        var quota = new ReportQuota();

        Assert.Equal(50, Enumerable.Range(0, 3_000).Count(_ => quota.TryTake(1_000_000)));
        Assert.Equal(20, Enumerable.Range(0, 3_000).Count(_ => quota.TryTake(1_001_000)));
        Assert.Equal(50, Enumerable.Range(0, 3_000).Count(_ => quota.TryTake(2_000_000)));
    }

    [Fact]
    public void TryTake_FloodThatDoesNotStop_IsAViolation()
    {
        var quota = new ReportQuota();
        for (var i = 0; i < 10_000; i++)
            quota.TryTake(1_000_000);

        Assert.Throws<ProtocolException>(() => Enumerable.Range(0, 100).Count(_ => quota.TryTake(1_000_000)));
    }

    [Fact]
    public void TryTake_BurstsOfAWorkerWhosePipeWasFull_AreForgivenWithTime()
    {
        var quota = new ReportQuota();

        for (var hour = 1; hour <= 10; hour++)
            Assert.Equal(50, Enumerable.Range(0, 9_000).Count(_ => quota.TryTake(hour * 3_600_000L)));
    }

    [Fact]
    public void TryTake_TenASecond_IsNeverRefused()
    {
        var quota = new ReportQuota();

        Assert.All(Enumerable.Range(0, 1000), i => Assert.True(quota.TryTake(1_000_000 + (i * 100))));
    }

    private static ReadOnlySequence<byte> Bytes(ProgressReport report)
    {
        var output = new ArrayBufferWriter<byte>();
        report.Write(output);
        return new ReadOnlySequence<byte>(output.WrittenMemory);
    }
}
