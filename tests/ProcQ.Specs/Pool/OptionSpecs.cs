using ProcQ.Specs.Support;

namespace ProcQ.Specs.Pool;

/// <summary>Options that make no sense are refused by name, before anything happens; those at the edge of sense work.</summary>
public sealed class OptionSpecs : PoolSpec
{
    public static TheoryData<string, ProcessPoolOptions> BadPools =>
        new()
        {
            {
                "Workers",
                new ProcessPoolOptions { Workers = 0 }
            },
            {
                "Workers",
                new ProcessPoolOptions { Workers = -1 }
            },
            {
                "TaskTimeout",
                new ProcessPoolOptions { TaskTimeout = TimeSpan.Zero }
            },
            {
                "TaskTimeout",
                new ProcessPoolOptions { TaskTimeout = TimeSpan.FromSeconds(-3) }
            },
            {
                "StartTimeout",
                new ProcessPoolOptions { StartTimeout = TimeSpan.Zero }
            },
            {
                "ShutdownGrace",
                new ProcessPoolOptions { ShutdownGrace = TimeSpan.FromSeconds(-3) }
            },
            {
                "ShutdownGrace",
                new ProcessPoolOptions { ShutdownGrace = Timeout.InfiniteTimeSpan }
            },
            {
                "CancelGrace",
                new ProcessPoolOptions { CancelGrace = TimeSpan.FromSeconds(-3) }
            },
            {
                "MaxFrameBytes",
                new ProcessPoolOptions { MaxFrameBytes = (16 * 1024) - 1 }
            },
            {
                "MaxFrameBytes",
                new ProcessPoolOptions { MaxFrameBytes = int.MaxValue }
            },
            {
                "Output",
                new ProcessPoolOptions { Output = (WorkerOutput)17 }
            },
            {
                "EnvironmentVariables",
                new ProcessPoolOptions { EnvironmentVariables = null! }
            },
            {
                "TimeProvider",
                new ProcessPoolOptions { TimeProvider = null! }
            },
        };

    [Theory]
    [MemberData(nameof(BadPools))]
    public void J16_ZeroTimeout_J18_NegativeTimeout_and_other_pools_that_cannot_be_are_refused_by_the_name_of_the_option(
        string name,
        ProcessPoolOptions options
    ) => Assert.Equal(name, Assert.ThrowsAny<ArgumentException>(() => new ProcessPool(options)).ParamName);

    [Fact]
    public void The_other_constructors_refuse_as_well()
    {
        Assert.Equal("Workers", Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessPool(0)).ParamName);
        Assert.Equal("options", Assert.Throws<ArgumentNullException>(() => new ProcessPool(null!)).ParamName);
        Assert.Contains(
            "/no/such/folder",
            Assert
                .Throws<DirectoryNotFoundException>(() =>
                    new ProcessPool(new ProcessPoolOptions { WorkingDirectory = "/no/such/folder" })
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    public static TheoryData<string, MapOptions> BadMaps =>
        new()
        {
            {
                "ChunkSize",
                new MapOptions { ChunkSize = 0 }
            },
            {
                "ChunkSize",
                new MapOptions { ChunkSize = -1 }
            },
            {
                "Timeout",
                new MapOptions { Timeout = TimeSpan.Zero }
            },
            {
                "Timeout",
                new MapOptions { Timeout = TimeSpan.FromSeconds(-3) }
            },
            {
                "Retries",
                new MapOptions { Retries = -1 }
            },
            {
                "Window",
                new MapOptions { Window = 0 }
            },
            {
                "Window",
                new MapOptions { Window = -1 }
            },
            {
                "Retries",
                new MapOptions { AtMostOnce = true, Retries = 1 }
            },
        };

    [Theory]
    [MemberData(nameof(BadMaps))]
    public async Task J16_ZeroTimeout_J18_NegativeTimeout_and_other_maps_that_cannot_be_are_refused_by_every_face(
        string name,
        MapOptions options
    )
    {
        var pool = NewPool(1);
        var input = new ProducedItems();

        Assert.Equal(name, Assert.ThrowsAny<ArgumentException>(() => pool.Map(x => x, input.Items(), options)).ParamName);
        Assert.Equal(name, Assert.ThrowsAny<ArgumentException>(() => pool.Imap(x => x, input.Items(), options)).ParamName);
        Assert.Equal(
            name,
            Assert.ThrowsAny<ArgumentException>(() => pool.ImapUnordered(x => x, input.Items(), options)).ParamName
        );
        Assert.Equal(
            name,
            Assert.ThrowsAny<ArgumentException>(() => pool.ImapOutcomes(x => x, input.Items(), options)).ParamName
        );
        Assert.Equal(name, Assert.ThrowsAny<ArgumentException>(() => pool.MapOutcomes(x => x, input.Items(), options)).ParamName);
        Assert.Equal(
            name,
            (await Assert.ThrowsAnyAsync<ArgumentException>(() => pool.MapAsync(x => x, input.Items(), options))).ParamName
        );
        Assert.Equal(0, input.Produced);
    }

    [Fact]
    public async Task J16_ZeroTimeout_J18_NegativeTimeout_and_other_tasks_that_cannot_be_are_refused_by_the_name_of_the_option()
    {
        var pool = NewPool(1);

        foreach (
            var (name, options) in new (string, TaskOptions)[]
            {
                ("Timeout", new TaskOptions { Timeout = TimeSpan.Zero }),
                ("Timeout", new TaskOptions { Timeout = TimeSpan.FromDays(-1) }),
                ("Retries", new TaskOptions { Retries = -1 }),
            }
        )
            Assert.Equal(
                name,
                (await Assert.ThrowsAnyAsync<ArgumentException>(() => pool.ApplyAsync(() => 1, options))).ParamName
            );
    }

    [Fact]
    public async Task J17_MaxTimeout_the_longest_times_there_are_work()
    {
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                TaskTimeout = TimeSpan.MaxValue,
                StartTimeout = TimeSpan.MaxValue,
                ShutdownGrace = TimeSpan.MaxValue,
                CancelGrace = TimeSpan.MaxValue,
            }
        );
        using var keeper = new GateKeeper();
        using var source = new CancellationTokenSource();
        var gate = keeper.Gate;

        Assert.Equal(1, pool.Apply(() => 1));
        Assert.Equal(
            [1],
            pool.Map(
                x => x,
                new[] { 1 },
                new MapOptions
                {
                    Timeout = TimeSpan.MaxValue,
                    Window = int.MaxValue,
                    ChunkSize = int.MaxValue,
                }
            )
        );
        using var stream = pool.Imap(x => x, new[] { 1 });
        Assert.Equal(1, stream.Next(TimeSpan.MaxValue));
        var task = pool.ApplyAsync(() => gate.Pass(), ct: source.Token);
        using var visit = await keeper.NextAsync();
        await source.CancelAsync();
        pool.Terminate();
        visit.Let();

        await task.Soon();
        Assert.True(pool.Join(TimeSpan.MaxValue));
    }

    [Fact]
    public void The_smallest_numbers_there_are_work()
    {
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                MaxFrameBytes = 16 * 1024,
                ShutdownGrace = TimeSpan.Zero,
                CancelGrace = TimeSpan.Zero,
            }
        );

        Assert.Equal(
            Enumerable.Range(0, 100),
            pool.Map(x => x, Enumerable.Range(0, 100), new MapOptions { Window = 1, ChunkSize = 1 })
        );
        Assert.Equal(Enumerable.Range(0, 100), pool.Imap(x => x, Enumerable.Range(0, 100), new MapOptions { Window = 1 }));
        Assert.Equal(
            Enumerable.Range(0, 100),
            pool.Imap(x => x, Enumerable.Range(0, 100), new MapOptions { Window = 3, ChunkSize = 50 })
        );
    }

    [Fact]
    public void The_defaults_are_what_the_documentation_says()
    {
        var options = new ProcessPoolOptions();

        Assert.Equal(Environment.ProcessorCount, options.Workers);
        Assert.Equal(64 * 1024 * 1024, options.MaxFrameBytes);
        Assert.Equal(TimeSpan.FromSeconds(30), options.StartTimeout);
        Assert.Equal(TimeSpan.FromMilliseconds(250), options.ShutdownGrace);
        Assert.Equal(TimeSpan.FromMilliseconds(500), options.CancelGrace);
        Assert.Null(options.TaskTimeout);
        Assert.Equal(WorkerOutput.Inherit, options.Output);
    }
}
