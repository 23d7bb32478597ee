using System.Collections.Immutable;
using System.Text;
using ProcQ.Specs.Faults.Evil;
using ProcQ.Wire;

namespace ProcQ.Specs.Faults;

/// <summary>Results that are not what they should be: the item fails and says why, whatever the bytes are.</summary>
public sealed class PayloadSpecs : FaultSpec
{
    private const byte ArrayOfOne = 0x91;
    private const byte MapOfOne = 0x81;

    [Theory, Ways]
    public Task C01_Depth1e6Arrays(int workers, bool piecemeal) =>
        FailsAsync<object>(workers, piecemeal, "deeper", static x => x, Raw.Repeat(ArrayOfOne, 1_000_000));

    [Theory, Ways]
    public Task C02_Depth1e6Maps(int workers, bool piecemeal) =>
        FailsAsync<object>(workers, piecemeal, "deeper", static x => x, Raw.Repeat(MapOfOne, 1_000_000));

    [Theory, Ways]
    public Task C03_ArrayHeader2e31(int workers, bool piecemeal) =>
        FailsAsync<int[]>(workers, piecemeal, "2147483647 values", static x => [x], [0xdd, 0x7f, 0xff, 0xff, 0xff]);

    [Theory, Ways]
    public Task C04_MapHeader2e31(int workers, bool piecemeal) =>
        FailsAsync<Dictionary<int, int>>(
            workers,
            piecemeal,
            "4294967294 values",
            static x => new() { [x] = x },
            [0xdf, 0x7f, 0xff, 0xff, 0xff]
        );

    [Theory, Ways]
    public Task C05_Str4GB(int workers, bool piecemeal) =>
        FailsAsync<string>(workers, piecemeal, "4294967295", static x => $"{x}", [0xdb, 0xff, 0xff, 0xff, 0xff]);

    [Theory, Ways]
    public Task C06_Bin4GB(int workers, bool piecemeal) =>
        FailsAsync<byte[]>(workers, piecemeal, "4294967295", static x => [(byte)x], [0xc6, 0xff, 0xff, 0xff, 0xff]);

    [Theory, Ways]
    public Task C07_Ext4GB(int workers, bool piecemeal) =>
        FailsAsync<object>(workers, piecemeal, "4294967295", static x => x, [0xc9, 0xff, 0xff, 0xff, 0xff, 0x01]);

    [Theory, Ways(Sends = false)]
    public Task C09_HashCollisions(int workers)
    {
        // A hash code of 0 for each: a table of them would take five thousand million steps.
        var keys = Enumerable
            .Range(1, 100_000)
            .Select(k => KeyValuePair.Create(k * 0x1_0000_0001L, 1))
            .ToImmutableSortedDictionary();

        return FailsAsync<Dictionary<long, int>>(
            workers,
            piecemeal: false,
            "same place of a hash table",
            static x => new() { [x] = x },
            Raw.Value(keys)
        );
    }

    [Theory, Ways]
    public async Task C10_WrongType(int workers, bool piecemeal)
    {
        var play = await AnswerAsync(workers, piecemeal, Triple, Raw.Value("three"));

        Assert.Contains("an integer", MustNotArrive(play).Message, StringComparison.OrdinalIgnoreCase);
        play.NobodyMustHaveDied(workers);
    }

    [Theory, Ways]
    public Task C11_TrailingBytes(int workers, bool piecemeal) =>
        FailsAsync(workers, piecemeal, "left over", Triple, [.. Raw.Value(3), 0xc0]);

    [Theory, Ways]
    public async Task C11_TrailingBytes_in_every_other_kind_of_message(int workers, bool piecemeal)
    {
        byte[] nilAndMore = [0xc0, 0xc0];
        foreach (
            var kind in new[] { FrameKind.Begun, FrameKind.Leaving, FrameKind.Returned, FrameKind.Progress, FrameKind.Failed }
        )
        {
            await IsViolationAsync(
                workers,
                piecemeal,
                kind is FrameKind.Begun or FrameKind.Leaving ? "bytes behind its data" : "",
                (actor, batch) => actor.Send(Raw.Frame(kind, batch.First, nilAndMore))
            );
        }

        await IsViolationAsync(
            workers,
            piecemeal,
            "Failed frame has bytes behind its data",
            static (actor, batch) =>
            {
                var whole = Raw.Failed(batch.First, Raw.Error(typeof(Exception), "no"));
                actor.Send(Raw.Frame(FrameKind.Failed, batch.First, [.. whole.AsSpan()[5..^10], 0xc0]));
            }
        );
    }

    [Theory, Ways]
    public async Task C12_InvalidUtf8(int workers, bool piecemeal)
    {
        var play = await AnswerAsync(workers, piecemeal, static x => $"{x}", [0xa3, (byte)'a', 0xff, (byte)'b']);

        play.OthersMustBeUnaffected();
        Assert.Equal("a\ufffdb", play.Victim.Result);
        play.NobodyMustHaveDied(workers);
    }

    [Theory, Ways]
    public async Task C13_Nan(int workers, bool piecemeal)
    {
        foreach (var odd in new[] { double.NaN, double.NegativeInfinity, -0.0 })
        {
            var play = await AnswerAsync(workers, piecemeal, static x => x / 2.0, Raw.Value(odd));

            play.OthersMustBeUnaffected();
            Assert.Equal(BitConverter.DoubleToInt64Bits(odd), BitConverter.DoubleToInt64Bits(play.Victim.Result));
            play.NobodyMustHaveDied(workers);
        }
    }

    [Theory, Ways]
    public Task C14_ReservedC1(int workers, bool piecemeal) => FailsAsync(workers, piecemeal, "0xc1", Triple, [0xc1]);

    [Theory, Ways]
    public async Task C15_EmptyBody(int workers, bool piecemeal)
    {
        await IsViolationAsync(
            workers,
            piecemeal,
            "announces 1 values",
            static (actor, batch) => actor.Send(Raw.Results(batch.First, 1, []))
        );
        await IsViolationAsync(
            workers,
            piecemeal,
            "results for 0 items",
            static (actor, batch) => actor.Send(Raw.Results(batch.First, 0, []))
        );
        await IsViolationAsync(
            workers,
            piecemeal,
            "",
            static (actor, batch) => actor.Send(Raw.Frame(FrameKind.Results, batch.First, [0xc0]))
        );
    }

    [Theory, Ways]
    public Task C16_DuplicateKeys(int workers, bool piecemeal) =>
        FailsAsync<Dictionary<int, int>>(workers, piecemeal, "twice", static x => new() { [x] = x }, [0x82, 1, 2, 1, 3]);

    [Theory, Ways]
    public async Task C17_TypeNameInExt(int workers, bool piecemeal)
    {
        // An assembly of the framework that nobody here needs.
        const string Stranger = "Microsoft.VisualBasic.Core";
        const string Named = "Microsoft.VisualBasic.CompilerServices.IncompleteInitialization";
        var name = Encoding.UTF8.GetBytes($"{Named}, {Stranger}");
        Assert.DoesNotContain(AppDomain.CurrentDomain.GetAssemblies(), a => a.GetName().Name == Stranger);

        await FailsAsync<object>(workers, piecemeal, "", static x => x, [0xc7, (byte)name.Length, 100, .. name]);
        var play = await AnswerWithAsync(
            workers,
            piecemeal,
            Triple,
            batch => Raw.Failed(batch.First, Raw.Error(Named, Stranger, "boo"))
        );

        Assert.Equal(Named, Assert.IsType<RemoteException>(play.MustFailTheVictim()).TypeName);
        Assert.DoesNotContain(AppDomain.CurrentDomain.GetAssemblies(), a => a.GetName().Name == Stranger);
    }

    [Theory, Ways]
    public async Task C19_ExceptionTypeUnknown_or_not_one_of_exceptions(int workers, bool piecemeal)
    {
        const string Core = "System.Private.CoreLib";
        foreach (
            var (type, assembly) in new[]
            {
                ("Nowhere.OrderException", "Nowhere"),
                ("System.Text.StringBuilder", Core),
                ("System.Exception*", Core),
                ("System.Exception[]", Core),
                ("System.Exception, System.Private.CoreLib", Core),
                ("", ""),
                ("+,\\[`1", Core),
                (new string('x', 100_000), Core),
            }
        )
        {
            var play = await AnswerWithAsync(
                workers,
                piecemeal,
                Triple,
                batch => Raw.Failed(batch.First, Raw.Error(type, assembly, "boo"))
            );

            var error = Assert.IsType<RemoteException>(play.MustFailTheVictim());
            Assert.Equal(type, error.TypeName);
            Assert.Contains("boo", error.Message, StringComparison.Ordinal);
            play.NobodyMustHaveDied(workers);
        }
    }

    private Task<Play<TResult>> AnswerAsync<TResult>(int workers, bool piecemeal, Func<int, TResult> f, byte[] value) =>
        AnswerWithAsync(workers, piecemeal, f, batch => Raw.Results(batch.First, 1, value));

    /// <summary>The villain does its work, and says something else of its first item.</summary>
    private Task<Play<TResult>> AnswerWithAsync<TResult>(
        int workers,
        bool piecemeal,
        Func<int, TResult> f,
        Func<Assignment, byte[]> report
    ) => PlayAsync(workers, piecemeal, f, (actor, batch) => actor.Work(batch, instead: report(batch)));

    /// <summary>The value cannot be read: that costs its item, with these words, and nobody else anything.</summary>
    private async Task FailsAsync<TResult>(int workers, bool piecemeal, string what, Func<int, TResult> f, byte[] value)
    {
        var play = await AnswerAsync(workers, piecemeal, f, value);

        Assert.Contains(what, MustNotArrive(play).Message, StringComparison.Ordinal);
    }

    private static NotTransferableException MustNotArrive<TResult>(Play<TResult> play)
    {
        var error = Assert.IsType<NotTransferableException>(play.MustFailTheVictim());
        Assert.Contains("result of item 0", error.Message, StringComparison.Ordinal);
        return error;
    }
}
