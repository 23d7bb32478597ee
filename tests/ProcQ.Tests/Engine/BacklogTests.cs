using ProcQ.Engine;

namespace ProcQ.Tests.Engine;

public class BacklogTests
{
    private readonly Backlog _backlog = new();

    [Fact]
    public void IsCrowded_FromAThousandAndTwentyFourCallsOn()
    {
        Enter(1023);
        Assert.False(_backlog.IsCrowded);

        Enter(1);

        Assert.True(_backlog.IsCrowded);
        Assert.Null(Next(2));
    }

    [Fact]
    public void IsCrowded_CallsThatNeverWaitHere_DoNotCount()
    {
        for (var i = 0; i < 5000; i++)
            _backlog.Entered(mayWait: false);
        _backlog.Left(mayWait: false);

        Assert.False(_backlog.IsCrowded);
        _backlog.Add(new Waiting());
        Assert.NotNull(Next(1));
    }

    [Fact]
    public void Next_TheCoreHasManyAndIsIdleAllTheSame_GivesOne()
    {
        Enter(5000);
        _backlog.Add(new Waiting());

        Assert.Null(_backlog.Next(places: 2, static () => false));
        Assert.NotNull(_backlog.Next(places: 2, static () => true));
    }

    [Fact]
    public void GiveUp_OneWhoseTurnHasCome_IsCounted()
    {
        _backlog.Add(new Waiting());
        var call = Next(1)!;

        Assert.Equal([call], _backlog.GiveUp(call));

        Assert.Equal((0, 1L), (_backlog.Count, _backlog.GivenUp));
    }

    [Fact]
    public void IsCrowded_SomebodyWaits_AlsoWhenThereIsRoom()
    {
        Enter(1024);
        _backlog.Add(new Waiting());

        _backlog.Left(mayWait: true);

        Assert.True(_backlog.IsCrowded);
        Assert.NotNull(Next(2));
        Assert.False(_backlog.IsCrowded);
    }

    [Fact]
    public void Next_ManyPlaces_SixteenForEach()
    {
        Enter(1600);
        _backlog.Add(new Waiting());

        Assert.Null(Next(100));
        Assert.NotNull(Next(101));
    }

    [Fact]
    public void Next_GivesThemInTheirOrder_WithoutThoseThatWereWithdrawn()
    {
        Waiting[] calls = [new(), new(), new(), new()];
        foreach (var call in calls)
            _backlog.Add(call);

        Assert.True(_backlog.Withdraw(calls[0]));
        Assert.True(_backlog.Withdraw(calls[2]));
        Assert.False(_backlog.Withdraw(calls[2]));

        Assert.Equal((2, 2L), (_backlog.Count, _backlog.GivenUp));
        Assert.Same(calls[1], Next(1));
        Assert.False(_backlog.Withdraw(calls[1]));
        Assert.Same(calls[3], Next(1));
        Assert.Null(Next(1));
        Assert.Equal((0, 2L), (_backlog.Count, _backlog.GivenUp));
    }

    [Fact]
    public void GiveUpAll_GivesThoseThatStillWait()
    {
        Waiting[] calls = [new(), new(), new()];
        foreach (var call in calls)
            _backlog.Add(call);
        _backlog.Withdraw(calls[1]);

        Assert.Equal([calls[0], calls[2]], _backlog.GiveUpAll());

        Assert.Equal((0, 3L, false), (_backlog.Count, _backlog.GivenUp, _backlog.IsCrowded));
    }

    [Fact]
    public void Withdraw_ManyBehindOneThatStays_AreForgotten()
    {
        var stays = new Waiting();
        _backlog.Add(stays);
        var first = AddAndWithdraw();
        for (var i = 0; i < 3000; i++)
            AddAndWithdraw();

        GC.Collect();

        Assert.False(first.TryGetTarget(out _));
        Assert.Same(stays, Next(1));
        Assert.Null(Next(1));
    }

    [Fact]
    public void Withdraw_AllThatWait_AreForgotten()
    {
        var first = AddAndWithdraw();
        AddAndWithdraw();

        GC.Collect();

        Assert.False(first.TryGetTarget(out _));
        Assert.Null(Next(1));
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private WeakReference<Waiting> AddAndWithdraw()
    {
        var call = new Waiting();
        _backlog.Add(call);
        Assert.True(_backlog.Withdraw(call));
        return new WeakReference<Waiting>(call);
    }

    private IWaitingCall? Next(int places) => _backlog.Next(places, static () => false);

    private void Enter(int calls)
    {
        for (var i = 0; i < calls; i++)
            _backlog.Entered(mayWait: true);
    }

    private sealed class Waiting : IWaitingCall
    {
        public bool IsInLine { get; set; }

        public bool IsWanted => true;

        public CallRequest MakeRequest() => throw new NotSupportedException();

        public void Begin(Call call) => throw new NotSupportedException();

        public void GiveUp(ResultParcel.Fate fate) => throw new NotSupportedException();
    }
}
