using ProcQ.Specs.Support;

namespace ProcQ.Specs.Pool;

/// <summary>The worker has not got the code its caller has: an error of each item that says which file and what to do, and no harm to the worker.</summary>
public sealed class MissingCodeSpecs : PoolSpec
{
    [Fact]
    public void A19_An_assembly_that_is_missing_in_the_worker_is_named_with_its_path_and_the_fix()
    {
        using var plugin = new MadePlugin();
        File.Delete(plugin.File);

        var error = Fails(plugin);

        Assert.Contains(
            $"can't load assembly {Path.GetFileNameWithoutExtension(plugin.File)}",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(plugin.File, error.Message, StringComparison.Ordinal);
        Assert.Contains("Put the file where the worker can read it", error.Message, StringComparison.Ordinal);
        Assert.IsType<FileNotFoundException>(error.InnerException);
    }

    [Fact]
    public void A20_A_file_that_is_no_assembly_is_named_with_its_path_and_the_fix()
    {
        using var plugin = new MadePlugin();
        MadePlugin.Replace(plugin.File, "half a download");

        var error = Fails(plugin);

        Assert.Contains(plugin.File, error.Message, StringComparison.Ordinal);
        Assert.Contains("Put the file where the worker can read it", error.Message, StringComparison.Ordinal);
        Assert.IsType<BadImageFormatException>(error.InnerException);
    }

    [Theory]
    [InlineData(null, typeof(FileNotFoundException))]
    [InlineData("Other", typeof(TypeLoadException))]
    public void A21_A_type_that_cannot_be_loaded_is_named_with_what_it_lacks_and_the_fix(string? libraryHas, Type cause)
    {
        using var plugin = new MadePlugin();
        if (libraryHas is null)
            File.Delete(plugin.Library);
        else
            plugin.WriteLibrary(libraryHas);

        var error = Fails(plugin);

        Assert.Contains("A type the function needs can't be loaded in the worker", error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileNameWithoutExtension(plugin.Library), error.Message, StringComparison.Ordinal);
        Assert.Contains("Deploy the file", error.Message, StringComparison.Ordinal);
        Assert.IsType(cause, error.InnerException);
    }

    [Fact]
    public void What_is_there_runs()
    {
        using var plugin = new MadePlugin();

        Assert.Equal(14, NewPool(1).Map(plugin.Twice, new[] { 7 })[0]);
    }

    private NotTransferableException Fails(MadePlugin plugin)
    {
        var pool = NewPool(1);

        var outcomes = pool.MapOutcomes(plugin.Twice, new[] { 1, 2 });

        Assert.All(outcomes, outcome => Assert.Equal(OutcomeStatus.Failed, outcome.Status));
        var error = Assert.IsType<NotTransferableException>(outcomes[1].Error);
        Assert.Equal("Program.Twice", error.FunctionName);
        Assert.StartsWith("The function 'Program.Twice' can't be made in the worker. ", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, error.GetRemoteError()!.Index);
        Assert.Equal(3, pool.Apply(() => 3));
        Assert.Equal(0, pool.GetStats().Workers[0].Restarts);
        return error;
    }
}
