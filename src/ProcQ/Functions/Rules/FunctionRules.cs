using System.Reflection;
using ProcQ.Functions.Captures;

namespace ProcQ.Functions.Rules;

/// <summary>Which delegates can be named so that another process finds the same code. Variables are judged elsewhere.</summary>
internal static class FunctionRules
{
    /// <summary>The first reason against sending the function, or null.</summary>
    public static Refusal? Find(Delegate function)
    {
        if (!function.HasSingleTarget)
            return Multicast(function);

        var method = function.Method;
        if (IsCompiledAtRunTime(function, method))
            return new Refusal(
                "it was compiled at run time (Expression.Compile, DynamicMethod or Reflection.Emit) and is in no file that a worker could load",
                "Write it as a lambda or a method in source code."
            );

        return AsyncVoid(method)
            ?? Signature(function.GetType())
            ?? OriginRules.Find(function.GetType())
            ?? OriginRules.Find(method.DeclaringType!)
            ?? method.GetGenericArguments().Select(OriginRules.Find).FirstOrDefault(refusal => refusal is not null)
            ?? HotReload.Find(method);
    }

    private static Refusal Multicast(Delegate function) =>
        new(
            $"it is a combination of {function.GetInvocationList().Length} delegates (made with +=)",
            "Send each of them on its own, or call them from one lambda."
        );

    private static bool IsCompiledAtRunTime(Delegate function, MethodInfo method) =>
        method.DeclaringType is null
        // What compiled and interpreted expression trees run on; the types are internal, and one may be wrapped in a delegate.
        || function.Target?.GetType().FullName
            is "System.Runtime.CompilerServices.Closure"
                or "System.Linq.Expressions.Interpreter.LightLambda"
        || (function.Target is Delegate inner && IsCompiledAtRunTime(inner, inner.Method));

    private static Refusal? AsyncVoid(MethodInfo method) =>
        method.ReturnType == typeof(void) && GeneratedCode.StateMachineOf(method) is not null
            ? new Refusal(
                "it is async void: its end can't be awaited, and an exception in it would end the worker",
                "Let it return a Task: pass it as Func<Task> (or Func<T, Task>) instead of Action."
            )
            : null;

    private static Refusal? Signature(Type delegateType)
    {
        var invoke = delegateType.GetMethod("Invoke")!;
        var refusal = Parameter(invoke.ReturnParameter);
        foreach (var parameter in invoke.GetParameters())
            refusal ??= Parameter(parameter);

        return refusal;
    }

    private static Refusal? Parameter(ParameterInfo parameter)
    {
        var name = parameter.Position < 0 ? "its result" : $"its parameter '{parameter.Name}'";
        var type = parameter.ParameterType;
        if (type.IsByRef)
            return new Refusal(
                $"{name} is passed by reference (ref, in or out)",
                "Take the value, and return what changes.",
                type
            );
        if (type.IsPointer || type.IsFunctionPointer)
            return new Refusal(
                $"{name} is a pointer, which means nothing in another process",
                "Take the data itself, for example an array.",
                type
            );
        if (type.IsByRefLike)
            return new Refusal($"{name} is a ref struct ({FunctionName.OfType(type)})", "Take an array or Memory<T>.", type);

        return null;
    }
}
