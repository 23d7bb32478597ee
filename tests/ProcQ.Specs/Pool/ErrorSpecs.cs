using ProcQ.Specs.Support;

namespace ProcQ.Specs.Pool;

/// <summary>What the caller sees of an exception that a function threw.</summary>
public sealed class ErrorSpecs(SharedPool shared) : SharedPoolSpec(shared)
{
    [Fact]
    public void An_exception_keeps_its_type_its_message_and_where_it_was_thrown()
    {
        var error = Assert.Throws<OrderException>(() => Pool.Apply(FailAsAnOrder, 17));

        Assert.Equal("order 17", error.Message);
        Assert.Contains(nameof(FailAsAnOrder), error.StackTrace, StringComparison.Ordinal);
        Assert.Contains(
            nameof(An_exception_keeps_its_type_its_message_and_where_it_was_thrown),
            error.StackTrace,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_facts_of_an_error_say_which_worker_and_which_item()
    {
        var error = Assert.Throws<OrderException>(() => Pool.Map(FailAsAnOrder, new[] { 3 }));

        var facts = error.GetRemoteError();
        Assert.NotNull(facts);
        Assert.InRange(facts.WorkerId, 0, 1);
        Assert.Contains(Pool.GetStats().Workers, w => w.WorkerId == facts.WorkerId && w.ProcessId == facts.ProcessId);
        Assert.Equal((0L, 1), (facts.Index, facts.Attempt));
        Assert.Equal(typeof(OrderException).FullName, facts.TypeName);
        Assert.Contains(nameof(FailAsAnOrder), facts.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_of_this_process_has_no_remote_facts() => Assert.Null(new OrderException("here").GetRemoteError());

    [Fact]
    public async Task Every_way_to_call_throws_the_same()
    {
        Func<int, int> fail = x => 10 / x;
        Func<int, Task<int>> failLater = async x => await Task.FromResult(10 / x);

        Assert.Throws<DivideByZeroException>(() => Pool.Apply(fail, 0));
        Assert.Throws<DivideByZeroException>(() => Pool.Apply(failLater, 0));
        await Assert.ThrowsAsync<DivideByZeroException>(() => Pool.ApplyAsync(fail, 0));
        await Assert.ThrowsAsync<DivideByZeroException>(() => Pool.ApplyAsync(failLater, 0));
        await Assert.ThrowsAsync<DivideByZeroException>(() => Pool.ApplyAsync((Action)(() => throw new DivideByZeroException())));
        await Assert.ThrowsAsync<DivideByZeroException>(() =>
            Pool.ApplyAsync((Func<Task>)(() => throw new DivideByZeroException()))
        );
        Assert.Throws<DivideByZeroException>(() => Pool.Map(fail, new[] { 1, 0 }));
        Assert.Throws<DivideByZeroException>(() => Pool.Map(failLater, new[] { 1, 0 }));
        await Assert.ThrowsAsync<DivideByZeroException>(() => Pool.MapAsync(fail, new[] { 1, 0 }));
        await Assert.ThrowsAsync<DivideByZeroException>(() => Pool.MapAsync(failLater, new[] { 1, 0 }));
        Assert.Throws<DivideByZeroException>(() => Pool.Imap(fail, new[] { 0 }).ToList());
        Assert.Throws<DivideByZeroException>(() => Pool.ImapUnordered(failLater, new[] { 0 }).ToList());
    }

    [Fact]
    public void A_type_that_cannot_be_rebuilt_comes_as_a_RemoteException()
    {
        var error = Assert.Throws<RemoteException>(() => Pool.Apply(d => Throw(new ColdException(d)), -5));

        Assert.Equal(typeof(ColdException).FullName, error.TypeName);
        Assert.Contains("It has -5 degrees.", error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(ErrorSpecs), error.RemoteStackTrace, StringComparison.Ordinal);
        Assert.Equal(typeof(ColdException).FullName, error.GetRemoteError()?.TypeName);
    }

    [Fact]
    public void C19_ExceptionTypeUnknown_comes_as_a_RemoteException()
    {
        var error = Assert.Throws<RemoteException>(() => Pool.Apply(m => Throw(Troubles.Unheard(m)), "psst"));

        Assert.Equal("Unheard.OfException", error.TypeName);
        Assert.Contains("psst", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void C20_ExceptionCtorThrows_comes_as_a_RemoteException()
    {
        var error = Assert.Throws<RemoteException>(() => Pool.Apply(() => Throw(new ShyException())));

        Assert.Equal(typeof(ShyException).FullName, error.TypeName);
    }

    [Fact]
    public void C20_ExceptionMembersThrow_is_reported_all_the_same()
    {
        var pids = Pids();

        var error = Assert.ThrowsAny<Exception>(() => Pool.Apply(() => Throw(new BoobyTrapException())));

        Assert.Equal(typeof(BoobyTrapException).FullName, error.GetRemoteError()?.TypeName);
        Assert.Equal(pids, Pids());
    }

    [Fact]
    public void An_exception_whose_members_are_null_is_reported_all_the_same()
    {
        var pids = Pids();

        var error = Assert.ThrowsAny<Exception>(() => Pool.Apply(() => Throw(new BlankException())));

        Assert.Equal(typeof(BlankException).FullName, error.GetRemoteError()?.TypeName);
        Assert.Equal(pids, Pids());
    }

    [Fact]
    public void An_exception_whose_data_throws_is_reported_all_the_same()
    {
        var error = Assert.ThrowsAny<Exception>(() => Pool.Apply(() => Throw(new NoDataException("no data"))));

        Assert.Contains("no data", error.Message, StringComparison.Ordinal);
        Assert.Equal(typeof(NoDataException).FullName, error.GetRemoteError()?.TypeName);
    }

    [Fact]
    public void The_inner_chain_comes_along()
    {
        var error = Assert.Throws<OrderException>(() => Pool.Apply(() => Throw(Troubles.Chain(3))));

        Assert.Equal("2", error.Message);
        Assert.Equal("1", Assert.IsType<OrderException>(error.InnerException).Message);
        Assert.Equal("0", Assert.IsType<OrderException>(error.InnerException.InnerException).Message);
        Assert.Null(error.InnerException.InnerException.InnerException);
    }

    [Fact]
    public void An_endless_inner_chain_is_cut()
    {
        var error = Assert.Throws<OrderException>(() => Pool.Apply(() => Throw(Troubles.Chain(10_000))));

        var length = 0;
        for (Exception? e = error; e is not null; e = e.InnerException)
            length++;
        Assert.InRange(length, 3, 100);
    }

    [Fact]
    public void All_of_an_aggregate_comes_along()
    {
        var error = Assert.Throws<AggregateException>(() =>
            Pool.Apply(() => Throw(new AggregateException("many", new OrderException("a"), new FormatException("b"))))
        );

        Assert.StartsWith("many", error.Message, StringComparison.Ordinal);
        Assert.Collection(
            error.InnerExceptions,
            a => Assert.Equal("a", Assert.IsType<OrderException>(a).Message),
            b => Assert.Equal("b", Assert.IsType<FormatException>(b).Message)
        );
    }

    [Fact]
    public void A_stand_in_for_an_aggregate_tells_what_each_of_its_inner_ones_said()
    {
        var error = Assert.Throws<RemoteException>(() =>
            Pool.Apply(() => Throw(new StepsException(2, new OrderException("a"), new FormatException("b"))))
        );

        Assert.EndsWith("2 steps failed (a) (b)", error.Message, StringComparison.Ordinal);
        Assert.Equal("a", Assert.IsType<OrderException>(error.InnerException).Message);
    }

    [Fact]
    public void The_data_of_an_exception_comes_along_as_text()
    {
        var error = Assert.Throws<OrderException>(() =>
            Pool.Apply(() =>
            {
                var e = new OrderException("x");
                e.Data["order"] = 17;
                return Throw(e);
            })
        );

        Assert.Equal("17", error.Data["order"]);
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(100_000_000)]
    public void C18_ExceptionHuge_is_cut(int length)
    {
        var pids = Pids();

        var error = Assert.Throws<OrderException>(() => Pool.Apply(n => Throw(new OrderException(new string('x', n))), length));

        Assert.InRange(error.Message.Length, 1000, 100_000);
        Assert.StartsWith("xxx", error.Message, StringComparison.Ordinal);
        Assert.Equal(pids, Pids());
    }

    [Fact]
    public void A_huge_tree_of_exceptions_is_cut()
    {
        var pids = Pids();

        var error = Assert.Throws<AggregateException>(() => Pool.Apply(() => Throw(Troubles.Tree(3, 12, new string('x', 3000)))));

        Assert.NotEmpty(error.InnerExceptions);
        Assert.Equal(pids, Pids());
    }

    [Fact]
    public void A_message_with_half_a_character_is_a_message()
    {
        var error = Assert.Throws<OrderException>(() => Pool.Apply(() => Throw(new OrderException("half \ud83d"))));

        Assert.StartsWith("half ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_with_a_parameter_name_reads_as_it_did()
    {
        var error = Assert.Throws<ArgumentNullException>(() =>
            Pool.Apply(() => Throw(new ArgumentNullException("count", "None.")))
        );

        Assert.Equal("None. (Parameter 'count')", error.Message);
    }

    [Fact]
    public void A_function_that_throws_a_TimeoutException_has_failed_and_not_timed_out()
    {
        var outcome = Assert.Single(
            Pool.MapOutcomes(_ => Throw(new TimeoutException("mine")), new[] { 1 }, new MapOptions { Timeout = Patience.Limit })
        );

        Assert.Equal(OutcomeStatus.Failed, outcome.Status);
        Assert.Equal("mine", Assert.IsType<TimeoutException>(outcome.Error).Message);
    }

    [Fact]
    public void A_function_that_throws_an_OperationCanceledException_of_its_own_has_failed()
    {
        var outcome = Assert.Single(Pool.MapOutcomes(_ => Throw(new OperationCanceledException("mine")), new[] { 1 }));

        Assert.Equal(OutcomeStatus.Failed, outcome.Status);
        Assert.Equal("mine", Assert.IsType<OperationCanceledException>(outcome.Error).Message);
    }

    [Fact]
    public void A_function_that_returns_no_task_where_it_should_says_so()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Pool.Apply(() => (Task<int>)null!));

        Assert.Contains("task", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void An_exception_thrown_again_here_still_tells_where_it_came_from()
    {
        var outcome = Assert.Single(Pool.MapOutcomes(FailAsAnOrder, new[] { 1 }));

        var again = Assert.Throws<OrderException>(() => outcome.Result);

        Assert.Contains(nameof(FailAsAnOrder), again.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failing_function_costs_no_worker()
    {
        var pids = Pids();

        var outcomes = Pool.MapOutcomes(x => FailAsAnOrder(x), Enumerable.Range(0, 500));

        Assert.All(outcomes, o => Assert.Equal(OutcomeStatus.Failed, o.Status));
        Assert.Equal(500, outcomes.Select(o => o.Error!.Message).Distinct().Count());
        Assert.Equal(pids, Pids());
    }

    private int[] Pids() => [.. Pool.GetStats().Workers.Select(w => w.ProcessId)];

    private static int Throw(Exception e) => throw e;

    private static int FailAsAnOrder(int number) => throw new OrderException($"order {number}");
}
