using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ProcQ.Tests.Functions;

/// <summary>What can't travel is refused in the caller, by a message that names the variable and the fix.</summary>
public class RefusalTests
{
    private delegate int TakesReference(ref int value);

    private delegate int TakesSpan(Span<int> value);

    private unsafe delegate int TakesPointer(int* value);

    public static TheoryData<string, Delegate, Type, string> Variables()
    {
        var token = new CancellationToken(canceled: false);
        var stream = new MemoryStream();
        ILogger logger = NullLogger.Instance;
        var client = new HttpClient();
        var task = Task.FromResult(1);
        var lazy = new Lazy<int>(() => 1);
        var gate = new object();
        var mutex = new Lock();
        var random = new Random(1);
        IProgress<double> progress = new Progress<double>();
        var channel = Channel.CreateBounded<int>(1);
        var handlers = new List<Func<int>> { () => 1 };
        IServiceProvider services = new NoServices();
        CancellationToken? maybe = token;
        var files = new[] { stream };
        var secret = new Secret(4);
        return new TheoryData<string, Delegate, Type, string>
        {
            {
                "token",
                () => token.IsCancellationRequested,
                typeof(CancellationToken),
                "Use WorkerContext.Current.CancellationToken"
            },
            { "stream", () => stream.Length, typeof(MemoryStream), "open it inside the function" },
            { "logger", () => logger.IsEnabled(LogLevel.Debug), typeof(NullLogger), "Make a logger inside the function" },
            {
                "client",
                () => client.Timeout,
                typeof(HttpClient),
                "Make it inside the function, or once per worker in the pool's Initializer"
            },
            { "task", () => task.IsCompleted, typeof(Task<int>), "Await it first" },
            { "lazy", () => lazy.Value, typeof(Lazy<int>), "Read its Value into a local" },
            { "gate", () => gate.GetHashCode(), typeof(object), "Leave the lock out" },
            { "mutex", () => mutex.IsHeldByCurrentThread, typeof(Lock), "Leave the lock out" },
            { "random", () => random.Next(), typeof(Random), "Capture a seed" },
            { "progress", () => progress.Report(1), typeof(Progress<double>), "Call WorkerContext.Current.Report" },
            { "channel", () => channel.Reader.Count, typeof(Channel<int>), "Use a MsgQueue<T>" },
            { "handlers", () => handlers.Count, typeof(Func<int>), "in a variable of its own delegate type" },
            { "services", () => services.GetService(typeof(int)), typeof(NoServices), "Make it inside the function" },
            { "maybe", () => maybe.HasValue, typeof(CancellationToken), "Use WorkerContext.Current.CancellationToken" },
            { "files", () => files.Length, typeof(MemoryStream), "open it inside the function" },
            { "secret", () => secret.Guess(4), typeof(Secret), "Capture the data that the function needs from it" },
        };
    }

    [Theory]
    [MemberData(nameof(Variables))]
    public void A_variable_that_belongs_to_this_process_is_refused(string variable, Delegate function, Type type, string fix)
    {
        var refusal = Travel.Refused(function);

        Assert.Equal(variable, refusal.VariableName);
        Assert.Equal(type, refusal.OffendingType);
        Assert.StartsWith(
            "RefusalTests.Variables lambda can't run in another process: ",
            refusal.Message,
            StringComparison.Ordinal
        );
        Assert.Contains($"captured variable '{variable}'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(fix, refusal.Message, StringComparison.Ordinal);
        Assert.Equal("RefusalTests.Variables lambda", refusal.FunctionName);
    }

    public static TheoryData<Delegate, string> Functions()
    {
        Func<int, int> twice = x => 2 * x;
        Expression<Func<int, int>> tree = x => 2 * x;
        Func<int, int> both = twice;
        both += x => 3 * x;
        return new TheoryData<Delegate, string>
        {
            { both, "Send each of them on its own" },
            { tree.Compile(), "Write it as a lambda or a method in source code" },
            { tree.Compile(preferInterpretation: true), "Write it as a lambda or a method in source code" },
            { Dynamic(), "Write it as a lambda or a method in source code" },
            { InAssemblyBuilder(), "Compile it into a file" },
            { AsyncVoid.Lambda, "pass it as Func<Task>" },
            { AsyncVoid.WithArgument(1), "pass it as Func<Task>" },
            { (TakesReference)((ref int x) => x), "Take the value" },
            { (TakesSpan)(x => x.Length), "Take an array" },
            { Pointer(), "Take the data itself" },
        };
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_that_another_process_cannot_find_or_call_is_refused(Delegate function, string fix)
    {
        var refusal = Travel.Refused(function);

        Assert.Contains(
            "can't run in another process: it",
            refusal.Message.Replace(": type", ": it", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.Contains(fix, refusal.Message, StringComparison.Ordinal);
        Assert.Null(refusal.VariableName);
        Assert.NotNull(refusal.FunctionName);
    }

    [Fact]
    public void G19_AssemblyUnload_A_type_in_a_collectible_load_context_is_refused()
    {
        using var plugin = new PluginAssembly();
        var context = new AssemblyLoadContext("collectible", isCollectible: true);
        var function = PluginAssembly.Twice(context.LoadFromAssemblyPath(plugin.File));

        var refusal = Travel.Refused(function);

        Assert.Contains("collectible load context 'collectible'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("isCollectible: false", refusal.Message, StringComparison.Ordinal);
        context.Unload();
    }

    [Fact]
    public void An_assembly_that_was_loaded_from_bytes_is_refused()
    {
        using var plugin = new PluginAssembly();
        var function = PluginAssembly.Twice(Assembly.Load(File.ReadAllBytes(plugin.File)));

        Assert.Contains("Save it to a file", Travel.Refused(function).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_generic_argument_that_cannot_be_found_again_is_refused()
    {
        var made = InAssemblyBuilder().Method.DeclaringType!;
        var function = (Delegate)
            GetType()
                .GetMethod(nameof(NameOf), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(made)
                .CreateDelegate<Func<string>>();

        Assert.Contains("made at run time", Travel.Refused(function).Message, StringComparison.Ordinal);
    }

    private static string NameOf<T>() => typeof(T).Name;

    private static unsafe Delegate Pointer() => (TakesPointer)(x => *x);

    private static Func<int, int> Dynamic()
    {
        var method = new DynamicMethod("Same", typeof(int), [typeof(int)]);
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<int, int>>();
    }

    private static Func<int, int> InAssemblyBuilder()
    {
        var builder = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("InMemory"), AssemblyBuilderAccess.Run);
        PluginAssembly.Define(builder.DefineDynamicModule("InMemory"));
        return PluginAssembly.Twice(builder);
    }

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }

    private sealed class Secret(int value)
    {
        private readonly int _value = value;

        public bool Guess(int guess) => guess == _value;
    }
}
