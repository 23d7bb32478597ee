using System.Buffers;
using ProcQ.MessagePack;
using ProcQ.Wire;

namespace ProcQ.Tests.Wire;

/// <summary>What a worker announces is held to what one can have, before memory is spent on it.</summary>
public sealed class ClaimTests
{
    private const long Allowance = 64 * 1024;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ResultsHeader_MoreItemsThanABatchHas_IsAViolationBeforeTheyAreCounted(bool asDurations)
    {
        var most = Results(ResultsHeader.MostItems, asDurations);
        Assert.Equal(ResultsHeader.MostItems, ResultsHeader.Read(most, out _).Count);
        var more = Results(ResultsHeader.MostItems + 1, asDurations);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ProtocolException>(() => ResultsHeader.Read(more, out _));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allowance);
    }

    [Fact]
    public void FailureReport_LongerThanOneCanBe_IsAViolationBeforeItIsRead()
    {
        var error = new ErrorData(
            "E",
            "A",
            new string('x', 16 * ErrorData.MostChars),
            "",
            0,
            new Dictionary<string, string>(),
            []
        );
        var output = new ArrayBufferWriter<byte>();
        new FailureReport(TimeSpan.Zero, ItemStep.Function, error).Write(output);
        var bytes = new ReadOnlySequence<byte>(output.WrittenMemory);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ProtocolException>(() => FailureReport.Read(bytes));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Allowance);
    }

    [Fact]
    public void FailureReport_TheLongestThatIsWritten_IsRead()
    {
        var error = Bush(new string('\u20ac', 40_000), depth: 3);
        var output = new ArrayBufferWriter<byte>();

        var before = GC.GetAllocatedBytesForCurrentThread();
        new FailureReport(TimeSpan.Zero, ItemStep.Function, ErrorData.From(error)).Write(output);
        // The message of an aggregate repeats that of all it holds: of this one, hundreds of megabytes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * 1024 * 1024);

        var report = FailureReport.Read(new ReadOnlySequence<byte>(output.WrittenMemory));

        Assert.Equal(typeof(AggregateException).FullName, report.Error.TypeName);
        Assert.NotEmpty(report.Error.Inner);
    }

    [Fact]
    public void FailureReport_ManySmallErrors_AreRead()
    {
        var output = new ArrayBufferWriter<byte>();
        new FailureReport(TimeSpan.Zero, ItemStep.Function, ErrorData.From(Bush("", depth: 5))).Write(output);

        Assert.NotEmpty(FailureReport.Read(new ReadOnlySequence<byte>(output.WrittenMemory)).Error.Inner);
    }

    private static AggregateException Bush(string message, int depth) =>
        new(
            message,
            Enumerable.Range(0, 16).Select(_ => depth > 1 ? (Exception)Bush(message, depth - 1) : new FormatException(message))
        );

    private static ReadOnlySequence<byte> Results(int count, bool asDurations)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(3);
        writer.Write(0L);
        if (asDurations)
            WriteZeros(ref writer, count);
        else
            writer.WriteNil();
        WriteZeros(ref writer, count);
        writer.Flush();
        return new ReadOnlySequence<byte>(output.WrittenMemory);
    }

    private static void WriteZeros(ref MessagePackWriter writer, int count)
    {
        writer.WriteArrayHeader(count);
        for (var i = 0; i < count; i++)
            writer.Write(0);
    }
}
