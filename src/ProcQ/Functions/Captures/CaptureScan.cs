using System.Reflection;
using System.Reflection.Emit;

namespace ProcQ.Functions.Captures;

/// <summary>
/// Finds the captured variables a lambda really uses. The compiler puts every captured variable of a scope into one object, so a
/// lambda that uses one number may drag a gigabyte along, or something that can't travel at all.
/// </summary>
/// <remarks>
/// Why reading tokens is enough: nothing in the source can name a C# closure, so its fields are touched only by code the compiler
/// wrote for the same method: the lambda, local functions and lambdas inside it, and their state machines. The scan follows each of
/// these and notes every field token. Where the closure itself goes anywhere else (an IL weaver may do that), nothing is left out.
/// </remarks>
internal sealed class CaptureScan
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly Module _module;
    private readonly Queue<MethodBase> _pending = new();
    private readonly HashSet<int> _seenMethods = [];
    private readonly HashSet<int> _usedFields = [];
    private bool _escapes;

    private CaptureScan(Module module) => _module = module;

    /// <summary>Reads <paramref name="method"/> and all compiler-written code it leads to.</summary>
    public static CapturedFields Run(MethodInfo method)
    {
        var scan = new CaptureScan(method.Module);
        scan.Follow(method);
        while (!scan._escapes && scan._pending.TryDequeue(out var next))
            scan.Read(next);

        return new CapturedFields(scan._escapes ? null : scan._usedFields);
    }

    private void Follow(MethodBase method)
    {
        // Tokens are the same for every instantiation, and bodies exist for definitions only.
        if (_seenMethods.Add(method.MetadataToken))
            _pending.Enqueue(_module.ResolveMethod(method.MetadataToken)!);
    }

    private void Read(MethodBase method)
    {
        // The kick-off of an async method or iterator doesn't always name the state machine's methods: they are called by the runtime.
        if (GeneratedCode.StateMachineOf(method) is { } machine)
        {
            foreach (var step in machine.GetMethods(Declared))
                Follow(step);
        }

        if (method.GetMethodBody()?.GetILAsByteArray() is not { } body || IlReader.Read(body) is not { } instructions)
        {
            // No body that can be read (ahead-of-time compiled, trimmed): nothing can be proven.
            _escapes = true;
            return;
        }

        // A closure's constructor hands it to its base, which is object.
        var hasClosureAsThis = method is MethodInfo { IsStatic: false } && GeneratedCode.IsClosure(method.DeclaringType!);
        var context = new GenericContext(method);
        for (var i = 0; i < instructions.Count; i++)
        {
            Visit(instructions[i], context);
            var loadsClosure = hasClosureAsThis && instructions[i].Code == OpCodes.Ldarg_0;
            if (loadsClosure && i + 1 < instructions.Count && Leaks(instructions[i + 1], context))
                _escapes = true;
        }
    }

    private void Visit(IlInstruction instruction, GenericContext context)
    {
        switch (instruction.Code.OperandType)
        {
            case OperandType.InlineField:
                if (ResolveOwn(instruction.Token, context) is FieldInfo { IsStatic: false } field && IsClosureMember(field))
                    _usedFields.Add(field.MetadataToken);
                break;
            case OperandType.InlineMethod:
                if (ResolveOwn(instruction.Token, context) is MethodBase method && GeneratedCode.IsGenerated(method))
                    Follow(method);
                break;
        }
    }

    /// <summary>True when the closure, just loaded, is consumed at once by something other than compiler-written code.</summary>
    private bool Leaks(IlInstruction next, GenericContext context) =>
        next.Code.OperandType switch
        {
            OperandType.InlineField or OperandType.InlineMethod => ResolveOwn(next.Token, context) is not { } member
                || !GeneratedCode.IsGenerated(member),
            _ => next.Code.StackBehaviourPop != StackBehaviour.Pop0 || next.Code == OpCodes.Dup,
        };

    /// <summary>The member behind a token if it is in the lambda's own module, which is where all compiler-written code for it is.</summary>
    private MemberInfo? ResolveOwn(int token, GenericContext context)
    {
        try
        {
            var member = _module.ResolveMember(token, context.TypeArguments, context.MethodArguments);
            return member?.Module == _module ? member : null;
        }
        catch (Exception e) when (e is IOException or TypeLoadException or BadImageFormatException or MissingMemberException)
        {
            // A member of an assembly that can't be loaded here isn't the compiler's code for this lambda.
            return null;
        }
    }

    private static bool IsClosureMember(FieldInfo field) => field.DeclaringType is { } type && GeneratedCode.IsClosure(type);
}
