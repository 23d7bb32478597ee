using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.Loader;
using ProcQ.Functions;
using ProcQ.Functions.Rules;
using ProcQ.MessagePack;
using Xunit.Abstractions;

namespace ProcQ.Tests.Functions;

/// <summary>
/// The sixteen ways to go wrong when sending functions, one test each; where a real process is needed to show all of it, the specs do
/// the rest.
/// </summary>
public sealed class PitfallTests(ITestOutputHelper output) : IDisposable
{
    private static int _counter;

    private readonly ITestOutputHelper _output = output;

    [Fact]
    public void P01_captured_this_is_refused_unless_all_of_it_is_data()
    {
        var local = 1;
        Func<int> both = () => _output.GetHashCode() + local;

        var inClosure = Travel.Refused(both);
        Assert.Equal("this", inClosure.VariableName);
        Assert.Equal(typeof(PitfallTests), inClosure.OffendingType);
        Assert.Contains(
            "lambda captures 'this' (type PitfallTests) through field '<>4__this'; copy the member into a local or make the method static",
            inClosure.Message,
            StringComparison.Ordinal
        );

        var direct = Travel.Refused(OnlyThis());
        Assert.Equal("this._output", direct.MemberPath);
        Assert.Contains(
            "lambda captures 'this' (type PitfallTests); copy the member into a local",
            direct.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("make the method static", Travel.Refused<Action>(Dispose).Message, StringComparison.Ordinal);
        Assert.Equal(9, Travel.Through(new Adder(4).LambdaWithLocal(0))(5));
    }

    [Fact]
    public void P01_a_primary_constructor_parameter_is_this()
    {
        var refusal = Travel.Refused(new Prim(3).Lambda());

        Assert.Equal("this", refusal.VariableName);
        Assert.Equal("this.parameter", refusal.MemberPath);
        Assert.Contains("'parameter'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void P02_captured_variables_are_copies()
    {
        var (count, list, point) = (0, new List<int>(), new Offset(1));
        Func<int, int> function = x =>
        {
            count += x;
            list.Add(x);
            point = new Offset(count);
            return count;
        };
        var there = Travel.Through(function);

        Assert.Equal([2, 5], new[] { there(2), there(3) });
        Assert.Equal(0, count);
        Assert.Empty(list);
        Assert.Equal(new Offset(1), point);
    }

    [Fact]
    public void P03_process_bound_variables_are_refused_by_name()
    {
        using var source = new CancellationTokenSource();
        Func<bool> function = () => source.IsCancellationRequested;

        var refusal = Travel.Refused(function);

        Assert.Equal("source", refusal.VariableName);
        Assert.Contains("WorkerContext.Current.CancellationToken", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void P04_static_state_does_not_travel()
    {
        Func<int> function = () => _counter;
        var before = FunctionEncoder.Define(function).Bytes.ToArray();
        _counter++;

        Assert.Equal(before, FunctionEncoder.Define(function).Bytes.ToArray());
    }

    [Fact]
    public async Task P05_async_void_is_refused_and_Func_of_Task_is_not()
    {
        Func<Task> awaited = async () => await Task.Yield();

        Assert.Contains("async void", Travel.Refused(AsyncVoid.Lambda).Message, StringComparison.Ordinal);
        Assert.Contains("Func<Task>", Travel.Refused(AsyncVoid.Lambda).Message, StringComparison.Ordinal);
        await Travel.Through(awaited)();
    }

    [Fact]
    public void P06_iterators_run_where_their_result_is_written()
    {
        var ran = new List<int>();
        IEnumerable<int> Count(int to)
        {
            for (var i = 0; i < to; i++)
            {
                ran.Add(i);
                yield return i;
            }
        }

        var result = Travel.Through<Func<int, IEnumerable<int>>>(Count)(3);

        Assert.Equal([0, 1, 2], MessagePackCodec.Deserialize<int[]>(MessagePackCodec.Serialize(result)));
        Assert.Empty(ran);
    }

    [Fact]
    public void P07_generics_travel_closed()
    {
        Assert.Equal("Int32:4+x", Travel.Through(new Box<int>().DescribeWith("x"))(4));
        Assert.Equal("Box`1:+1", Travel.Through(new Box<Box<int[]>?>().DescribeWith(1))(null));
    }

    [Fact]
    public void P08_code_without_a_file_is_refused()
    {
        System.Linq.Expressions.Expression<Func<int, int>> tree = x => x + 1;

        Assert.Contains("no file that a worker could load", Travel.Refused(tree.Compile()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void P09_types_loaded_twice_stay_apart()
    {
        using var plugin = new PluginAssembly();
        var first = PluginAssembly.Twice(new AssemblyLoadContext("a " + plugin.Name).LoadFromAssemblyPath(plugin.File));
        var second = PluginAssembly.Twice(new AssemblyLoadContext("b " + plugin.Name).LoadFromAssemblyPath(plugin.File));

        Assert.NotEqual(FunctionEncoder.Define(first).Bytes.ToArray(), FunctionEncoder.Define(second).Bytes.ToArray());
        Assert.NotSame(Travel.Through(first).Method.Module, Travel.Through(second).Method.Module);
        Assert.Equal(6, Travel.Through(second)(3));
    }

    [Fact]
    public void P10_code_that_Hot_Reload_changed_is_refused()
    {
        using var plugin = new PluginAssembly();
        var function = PluginAssembly.Twice(AssemblyLoadContext.Default.LoadFromAssemblyPath(plugin.File));
        Assert.Equal(2, Travel.Through(function)(1));

        HotReload.UpdateApplication([function.Method.DeclaringType!]);

        var refusal = Travel.Refused(function);
        Assert.Contains($"{plugin.Name} was changed by Hot Reload", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Restart the application", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(4, Travel.Through((int x) => x + 1)(3));
    }

    [Fact]
    public void P11_lambdas_of_top_level_statements_travel()
    {
        using var plugin = new PluginAssembly();
        var assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(plugin.File);
        var function = PluginAssembly.Twice(assembly, "<<Main>$>b__0_0");

        Assert.Equal("Program.Main lambda", FunctionEncoder.Define(function).Name);
        Assert.Equal(6, Travel.Through(function)(3));
    }

    [Fact]
    public void P12_a_test_class_is_not_dragged_along()
    {
        var local = 3;
        Func<int> usesThis = () => _output.GetHashCode() + local;
        Func<int, int> usesLocal = x => x + local;

        Assert.Equal(5, Travel.Through(usesLocal)(2));
        Assert.Equal("this", Travel.Refused(usesThis).VariableName);
    }

    [Fact]
    public void P13_every_definition_carries_the_build_it_is_from()
    {
        var mvid = typeof(PitfallTests).Module.ModuleVersionId.ToByteArray();

        Assert.NotEqual(-1, FunctionEncoder.Define((int x) => x).Bytes.Span.IndexOf(mvid));
    }

    [Fact]
    public void P14_trimming_and_ahead_of_time_compilation_are_declared()
    {
        foreach (var method in new[] { ((Delegate)FunctionEncoder.Define).Method, typeof(FunctionDecoder).GetMethod("Resolve")! })
        {
            Assert.True(method.IsDefined(typeof(RequiresUnreferencedCodeAttribute), inherit: false));
            Assert.True(method.IsDefined(typeof(RequiresDynamicCodeAttribute), inherit: false));
        }
    }

    [Fact]
    public void P15_only_the_decoder_of_the_worker_turns_names_into_types()
    {
        // A definition that names a type which isn't a delegate is refused before anything of it runs.
        var definition = FunctionEncoder.Define((Func<int, string>)(x => $"{x}")).Bytes.ToArray();
        var at = definition.AsSpan().IndexOf("System.Func`2"u8);
        "System.Type`2"u8.CopyTo(definition.AsSpan(at));

        var error = Record.Exception(() => FunctionDecoder.Resolve(new ReadOnlySequence<byte>(definition)));

        Assert.IsType<NotTransferableException>(error);
        Assert.Contains("has no type System.Type`2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void P16_errors_can_be_rebuilt_from_their_text()
    {
        foreach (var type in new[] { typeof(NotTransferableException), typeof(ProcQException) })
        {
            var rebuilt = Assert.IsType<ProcQException>(Activator.CreateInstance(type, "text"), exactMatch: false);
            Assert.Equal("text", rebuilt.Message);
        }
    }

    private Func<int> OnlyThis() => () => _output.GetHashCode();

    public void Dispose() => _output.WriteLine("done");

    private sealed class Prim(int parameter)
    {
        public Func<int, int> Lambda() => x => x + parameter;
    }
}
