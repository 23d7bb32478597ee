using ProcQ.Endurance.Leaks;
using ProcQ.Specs.Faults.Evil;
using ProcQ.Specs.Support;
using ProcQ.Wire;

namespace ProcQ.Specs.Faults;

/// <summary>What claims and floods cost this process. Counted is what is allocated by everybody, so these run alone.</summary>
[Collection(Alone.Name)]
public sealed class ClaimSpecs : FaultSpec
{
    private const long Megabyte = 1024 * 1024;

    private static readonly byte[] HugeFailure = Raw.Frame(
        FrameKind.Failed,
        0,
        [
            0x93,
            0,
            0,
            0x97,
            0xa1,
            (byte)'E',
            0xa1,
            (byte)'A',
            0xdb,
            3,
            0x80,
            0,
            0,
            .. Raw.Repeat((byte)'x', 0x03800000),
            0xa0,
            0,
            0x80,
            0x90,
        ]
    );

    [Theory]
    [InlineData(0x04000001)]
    [InlineData(0x7FFFFFC7)]
    [InlineData(0x80000000)]
    [InlineData(0xFFFFFFFF)]
    public Task B03_to_B06_A_length_that_is_refused_costs_nothing(uint length) =>
        CostsAsync(Megabyte, Triple, (actor, _) => SayAndDie(actor, Raw.Length(length)));

    [Fact]
    public Task B07_HeaderThenSilence_costs_nothing_before_the_bytes_are_there() =>
        CostsAsync(
            Megabyte,
            Triple,
            static (actor, _) =>
            {
                actor.Send(Raw.Length((uint)actor.Line.MaxFrameBytes));
                actor.Pipe.AwaitTaken(actor.Worker.Gone);
                actor.Exit(1);
            }
        );

    [Theory]
    [InlineData("dd7fffffff")]
    [InlineData("df7fffffff")]
    [InlineData("dbffffffff")]
    [InlineData("c6ffffffff")]
    [InlineData("c9ffffffff05")]
    [InlineData("dc7fff91dc7fff91dc7fff")]
    public Task C03_to_C07_A_count_that_is_not_there_costs_nothing(string hex) =>
        CostsAsync<object>(
            Megabyte,
            static x => x,
            (actor, batch) => actor.Work(batch, instead: Raw.Results(batch.First, 1, Convert.FromHexString(hex)))
        );

    [Fact]
    public Task C03_ArrayHeader2e31_of_durations_costs_nothing() =>
        CostsAsync(
            Megabyte,
            Triple,
            static (actor, _) => SayAndDie(actor, Raw.Frame(FrameKind.Results, 0, [0x93, 0, 0xdd, 0x7f, 0xff, 0xff, 0xff]))
        );

    [Fact]
    public async Task C08_Amplifier_costs_as_much_as_the_objects_and_the_size_of_a_frame_bounds_them()
    {
        // A list is a byte on the wire, and here 32 and a reference to them.
        byte[] lists = Raw.Results(0, 1, [0xdd, 0, 0x0f, 0x42, 0x40, .. Raw.Repeat(0x90, 1_000_000)]);

        await CostsAsync<List<List<int>>>(
            80 * Megabyte,
            static x =>
                [
                    [x],
                ],
            (actor, batch) => actor.Work(batch, instead: lists)
        );
    }

    [Fact]
    public async Task C08_Amplifier_of_durations_is_refused()
    {
        byte[] durations = [0x93, 0, 0xdd, 0, 0x4c, 0x4b, 0x40, .. Raw.Repeat(1, 5_000_000), 0x90];
        var frame = Raw.Frame(FrameKind.Results, 0, durations);

        await CostsAsync(16 * Megabyte, Triple, (actor, _) => SayAndDie(actor, frame));
    }

    [Fact]
    public Task C18_ExceptionHuge_that_nobody_cut_is_refused() =>
        CostsAsync(100 * Megabyte, Triple, static (actor, _) => SayAndDie(actor, HugeFailure));

    [Fact]
    public async Task All_kinds_of_ends_leave_no_thread_and_no_descriptor()
    {
        Action<Actor, Assignment>[] ends =
        [
            static (actor, batch) => actor.Work(batch),
            static (actor, _) => actor.Exit(3),
            static (actor, _) => SayAndDie(actor, Raw.Length(0)),
            static (actor, _) =>
            {
                actor.Pipe.Dispose();
                actor.AwaitKill();
            },
        ];
        await PlayAllAsync();
        var before = Belongings.Count();

        for (var i = 0; i < 10; i++)
            await PlayAllAsync();

        await Patience.Until(() => Belongings.Count().Descriptors <= before.Descriptors, "no descriptor is left");
        await Patience.Until(() => Belongings.Count().Threads <= before.Threads, "no thread is left");
        Assert.Equal(before.TempFiles, Belongings.Count().TempFiles);

        async Task PlayAllAsync()
        {
            foreach (var end in ends)
                await PlayAsync(workers: 2, piecemeal: false, end);
        }
    }

    private static void SayAndDie(Actor actor, byte[] bytes)
    {
        actor.Send(bytes);
        actor.AwaitKill();
    }

    /// <summary>From the crime to the end of the play no more than this is allocated; what the script sends was made before.</summary>
    private async Task CostsAsync<TResult>(long most, Func<int, TResult> f, Action<Actor, Assignment> crime)
    {
        // The first one also compiles.
        await PlayAsync(1, piecemeal: false, f, crime);
        var start = 0L;

        var play = await PlayAsync(
            1,
            piecemeal: false,
            f,
            (actor, batch) =>
            {
                start = GC.GetTotalAllocatedBytes(precise: true);
                crime(actor, batch);
            }
        );

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - start, 1, most);
        play.OthersMustBeUnaffected();
    }
}
