using System.Buffers;
using System.Runtime.Loader;
using System.Text;
using ProcQ.Functions;
using ProcQ.Functions.Identity;

namespace ProcQ.Tests.Functions;

/// <summary>A function is found again in exactly the build it came from, or a clear error says what either side has.</summary>
public class IdentityTests
{
    [Fact]
    public void Another_build_of_the_assembly_is_refused_with_both_MVIDs_and_the_fix()
    {
        var mvid = typeof(IdentityTests).Module.ModuleVersionId;
        var other = Guid.NewGuid();
        var bytes = Replace(FunctionEncoder.Define((int x) => x + 1), mvid.ToByteArray(), other.ToByteArray());

        var error = NotFound(bytes);

        Assert.Contains(mvid.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Contains(other.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Contains(typeof(IdentityTests).Assembly.Location, error.Message, StringComparison.Ordinal);
        Assert.Contains("restart the application", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_that_leads_to_another_method_is_refused_where_code_can_change_without_its_file()
    {
        Assert.True(CodeChanges.ArePossible);
        Func<int, int> function = x => x + 1;
        Func<int, int> neighbour = x => x + 2;
        var bytes = Replace(FunctionEncoder.Define(function), Token(function), Token(neighbour));

        Assert.Contains("has no method", NotFound(bytes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_that_does_not_exist_is_refused_with_the_fix()
    {
        Func<int, int> function = x => x + 1;
        var bytes = Replace(FunctionEncoder.Define(function), Token(function), [0xce, 0x06, 0x7f, 0xff, 0xff]);

        Assert.Contains("restart the application", NotFound(bytes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_framework_method_is_named_without_the_build_of_the_framework()
    {
        var definition = FunctionEncoder.Define((Func<double, double>)Math.Sqrt);
        var mvid = typeof(Math).Module.ModuleVersionId.ToByteArray();

        Assert.Equal(-1, definition.Bytes.Span.IndexOf(mvid));
        Assert.Equal(-1, definition.Bytes.Span.IndexOf(Token((Func<double, double>)Math.Sqrt)));
    }

    [Fact]
    public void A_framework_method_that_this_framework_lacks_is_refused()
    {
        var bytes = Replace(
            FunctionEncoder.Define((Func<double, double>)Math.Sqrt),
            "Double Sqrt("u8.ToArray(),
            "Double Sqrz("u8.ToArray()
        );

        Assert.Contains("different versions of .NET", NotFound(bytes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Overloads_are_told_apart()
    {
        Assert.Equal("int 1", Travel.Through<Func<int, string>>(Overloaded)(1));
        Assert.Equal("text 1", Travel.Through<Func<string, string>>(Overloaded)("1"));
        Assert.Equal(2.5m, Travel.Through<Func<decimal, decimal>>(Math.Abs)(-2.5m));
        Assert.Equal(2.5, Travel.Through<Func<double, double>>(Math.Abs)(-2.5));
    }

    [Fact]
    public void Any_damage_to_a_definition_is_an_error_of_ours_or_harmless()
    {
        var number = 7;
        var definition = FunctionEncoder.Define((List<int[]> x) => x.Count + number);
        var random = new Random(20240607);
        var refused = 0;
        for (var i = 0; i < 3000; i++)
        {
            var bytes = definition.Bytes.ToArray();
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            if (Record.Exception(() => FunctionDecoder.Resolve(new ReadOnlySequence<byte>(bytes))) is not { } error)
                continue;

            refused++;
            Assert.IsType<ProcQException>(error, exactMatch: false);
        }

        Assert.InRange(refused, 2000, 3000);
    }

    [Fact]
    public void A_plugin_that_was_loaded_from_a_path_is_loaded_from_there()
    {
        using var plugin = new PluginAssembly();
        var function = PluginAssembly.Twice(AssemblyLoadContext.Default.LoadFromAssemblyPath(plugin.File));

        Assert.Equal(8, Travel.Through(function)(4));
        Assert.NotEqual(-1, FunctionEncoder.Define(function).Bytes.Span.IndexOf(Encoding.UTF8.GetBytes(plugin.File)));
    }

    [Fact]
    public void A_plugin_in_a_load_context_of_its_own_goes_to_one_of_that_name()
    {
        using var plugin = new PluginAssembly();
        var context = new AssemblyLoadContext("plugins of " + plugin.Name);
        var there = Travel.Through(PluginAssembly.Twice(context.LoadFromAssemblyPath(plugin.File)));

        var home = AssemblyLoadContext.GetLoadContext(there.Method.Module.Assembly)!;
        Assert.Equal(8, there(4));
        Assert.Equal(context.Name, home.Name);
        Assert.NotSame(context, home);
    }

    [Fact]
    public void An_assembly_that_the_worker_cannot_find_is_refused_with_its_name_and_path()
    {
        using var plugin = new PluginAssembly();
        var context = new AssemblyLoadContext("gone " + plugin.Name);
        var definition = FunctionEncoder.Define(PluginAssembly.Twice(context.LoadFromAssemblyPath(plugin.File)));
        var gone = Path.ChangeExtension(plugin.File, ".gon");

        var error = NotFound(Replace(definition, Encoding.UTF8.GetBytes(plugin.File), Encoding.UTF8.GetBytes(gone)));

        Assert.Contains(plugin.Name, error.Message, StringComparison.Ordinal);
        Assert.Contains(gone, error.Message, StringComparison.Ordinal);
    }

    private static string Overloaded(int x) => $"int {x}";

    private static string Overloaded(string x) => $"text {x}";

    private static NotTransferableException NotFound(byte[] bytes) =>
        Assert.Throws<NotTransferableException>(() => FunctionDecoder.Resolve(new ReadOnlySequence<byte>(bytes)));

    /// <summary>A method's token as MessagePack writes it.</summary>
    private static byte[] Token(Delegate function)
    {
        var token = function.Method.MetadataToken;
        return [0xce, (byte)(token >> 24), (byte)(token >> 16), (byte)(token >> 8), (byte)token];
    }

    private static byte[] Replace(FunctionDefinition definition, byte[] from, byte[] to)
    {
        var bytes = definition.Bytes.ToArray();
        Assert.Equal(from.Length, to.Length);
        var at = bytes.AsSpan().IndexOf(from);
        Assert.True(at >= 0, "What is to be replaced must be there.");
        while (at >= 0)
        {
            to.CopyTo(bytes, at);
            at = bytes.AsSpan().IndexOf(from);
        }

        return bytes;
    }
}
