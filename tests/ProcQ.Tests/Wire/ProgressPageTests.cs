using ProcQ.Interop;
using ProcQ.Wire;

namespace ProcQ.Tests.Wire;

public sealed class ProgressPageTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"pq-page-{Guid.NewGuid():N}");
    private readonly ProgressPage _parent;
    private readonly ProgressPage _worker;

    public ProgressPageTests()
    {
        _parent = ProgressPage.Create(_path);
        _worker = ProgressPage.Open(_path);
        File.Delete(_path);
    }

    public void Dispose()
    {
        _worker.Dispose();
        _parent.Dispose();
    }

    [Fact]
    public void Read_BeforeAnything_IsNothing() => Assert.Equal(new ProgressSnapshot(-1, 0, 0), _parent.Read());

    [Fact]
    public void Read_WhileAnItemRuns_SaysWhichAndSinceWhen()
    {
        var before = CommonClock.Timestamp;
        _worker.Begin(long.MaxValue / 8);

        var snapshot = _parent.Read();

        Assert.Equal(long.MaxValue / 8, snapshot.Running);
        Assert.InRange(snapshot.ChangedAt, before, CommonClock.Timestamp);
        Assert.Equal(snapshot, _worker.Read());
    }

    [Fact]
    public void Read_WhileAnItemRuns_SaysAtWhichStepItIs()
    {
        Assert.Equal((-1, WorkPhase.Idle), (_parent.Read().Running, _parent.Read().Phase));

        _worker.Begin(3, step: ItemStep.Definition);
        Assert.Equal((3, WorkPhase.Decoding), (_parent.Read().Running, _parent.Read().Phase));
        _worker.Begin(4, step: ItemStep.Argument);
        Assert.Equal((4, WorkPhase.Decoding), (_parent.Read().Running, _parent.Read().Phase));
        _worker.Advance(ItemStep.Function);
        Assert.Equal((4, WorkPhase.Running), (_parent.Read().Running, _parent.Read().Phase));
        _worker.Advance(ItemStep.Result);
        Assert.Equal((4, WorkPhase.Encoding, ItemStep.Result), (_parent.Read().Running, _parent.Read().Phase, _worker.Step));
        _worker.Finish(5);
        Assert.Equal((-1, WorkPhase.Idle), (_parent.Read().Running, _parent.Read().Phase));
    }

    [Fact]
    public void Advance_BeforeAnyItem_IsNoItem()
    {
        _worker.Advance(ItemStep.Result);

        Assert.Equal((-1, WorkPhase.Idle, ItemStep.Result), (_parent.Read().Running, _parent.Read().Phase, _worker.Step));
    }

    [Fact]
    public void Read_AfterAnItem_SaysHowManyAndNoneRuns()
    {
        _worker.Begin(4);
        _worker.Finish(5);

        Assert.Equal((-1, 5), (_parent.Read().Running, _parent.Read().Finished));
    }

    [Fact]
    public void Read_WhileTheWorkerRacesOn_IsNeverAheadOfItNorBehind()
    {
        const int Items = 2_000_000;
        var worker = new Thread(() =>
        {
            for (var item = 0L; item < Items; item++)
            {
                _worker.Begin(item);
                _worker.Finish(item + 1);
            }
        });
        worker.Start();
        var last = 0L;
        while (!worker.Join(0))
        {
            var snapshot = _parent.Read();
            Assert.InRange(snapshot.Finished, last, Items);
            Assert.True(snapshot.Running == -1 || snapshot.Running >= last - 1, $"{snapshot} after {last}");
            last = snapshot.Finished;
        }
        Assert.Equal(new ProgressSnapshot(-1, Items, _parent.Read().ChangedAt), _parent.Read());
    }

    [Fact]
    public void Read_OfAPageTheWorkerTruncated_IsNothingAndNoCrash()
    {
        using var second = ProgressPage.Create(_path);
        using (var file = new FileStream(_path, FileMode.Open))
            file.SetLength(0);
        File.Delete(_path);

        Assert.Equal(new ProgressSnapshot(-1, 0, 0), second.Read());
    }

    [Fact]
    public void Read_OfAPageTheSystemCannotRead_IsNothingWhileTheWorkerLivesAndUnknownAfterwards()
    {
        var file = File.OpenHandle(_path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite);
        File.Delete(_path);
        using var page = ProgressPage.Create(file);
        Assert.Equal(ProgressSnapshot.Nothing, page.Read());
        Assert.Equal(ProgressSnapshot.Nothing, page.ReadLast());

        // Nothing is mapped where its first byte is: an input/output error, as of a disk that fails.
        using (var memory = File.OpenHandle("/proc/self/mem"))
            Libc.Duplicate((int)memory.DangerousGetHandle(), (int)file.DangerousGetHandle());

        Assert.Equal(ProgressSnapshot.Nothing, page.Read());
        Assert.Equal(ProgressSnapshot.Unknown, page.ReadLast());
    }

    [Fact]
    public void Create_NoSpaceIsLeft_GivesTheFileBack()
    {
        var full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write);

        Assert.ThrowsAny<IOException>(() => ProgressPage.Create(full));

        Assert.True(full.IsClosed);
    }
}
