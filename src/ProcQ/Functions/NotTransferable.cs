using System.Reflection;
using ProcQ.Functions.Captures;
using ProcQ.Functions.Rules;
using ProcQ.MessagePack;

namespace ProcQ.Functions;

/// <summary>Words the refusals, so that every one of them names the function, the variable and the fix.</summary>
internal static class NotTransferable
{
    public static NotTransferableException Function(string function, Refusal refusal) =>
        new($"{function} can't run in another process: {refusal.Problem}. {refusal.Fix}")
        {
            FunctionName = function,
            OffendingType = refusal.Type,
        };

    public static NotTransferableException Variable(string function, string variable, Refusal refusal) =>
        new($"{function} can't run in another process: captured variable '{variable}' {refusal.Problem}. {refusal.Fix}")
        {
            FunctionName = function,
            VariableName = variable,
            MemberPath = variable + BelowRoot(refusal.MemberPath),
            OffendingType = refusal.Type,
        };

    /// <summary>A value the type of which may travel, but which itself can't be written: a cycle, an element that is no data.</summary>
    public static NotTransferableException Value(string function, string variable, Type type, MessagePackException cause)
    {
        return new(
            $"{function} can't run in another process: captured variable '{variable}' can't be serialized. {cause.Message} "
                + "Capture the data that the function needs from it, or make it inside the function.",
            cause
        )
        {
            FunctionName = function,
            VariableName = variable,
            MemberPath = variable + BelowRoot(cause.MemberPath),
            OffendingType = type,
        };
    }

    /// <summary>The codec's path without its first step, which is the type of the value: <c>.Next</c> of <c>Node.Next</c>.</summary>
    private static string BelowRoot(string path)
    {
        var depth = 0;
        for (var i = 0; i < path.Length; i++)
        {
            depth +=
                path[i] == '<' ? 1
                : path[i] == '>' ? -1
                : 0;
            // "Node[]" is a type, "Node[0]" an element.
            var isStep = path[i] == '.' || (path[i] == '[' && i + 1 < path.Length && path[i + 1] is not (']' or ','));
            if (depth == 0 && isStep)
                return path[i..];
        }

        return string.Empty;
    }

    /// <summary>A captured delegate that can't travel itself; its own reason is told in full.</summary>
    public static NotTransferableException Nested(string function, string variable, NotTransferableException cause) =>
        new(
            $"{function} can't run in another process: captured variable '{variable}' holds a delegate that can't travel. {cause.Message}",
            cause
        )
        {
            FunctionName = function,
            VariableName = variable,
            MemberPath = cause.MemberPath is null ? variable : $"{variable}.{cause.MemberPath}",
            OffendingType = cause.OffendingType,
        };

    /// <summary>A lambda in a closure that captured <c>this</c> as one variable of several.</summary>
    public static NotTransferableException This(string function, CapturedVariable variable, Type type, string lost) =>
        OfThis(
            function,
            $"lambda captures 'this' (type {FunctionName.OfType(type)}) through field '{variable.Field.Name}'; "
                + "copy the member into a local or make the method static",
            type,
            lost
        );

    /// <summary>A lambda or method that runs on an object itself.</summary>
    public static NotTransferableException Receiver(string function, Type type, string lost, MethodInfo method)
    {
        var bound = GeneratedCode.IsGenerated(method)
            ? $"lambda captures 'this' (type {FunctionName.OfType(type)}); copy the member into a local or make the method static"
            : $"method is bound to an object of type {FunctionName.OfType(type)}; make the method static, or make the object inside a lambda";
        return OfThis(function, bound, type, lost);
    }

    private static NotTransferableException OfThis(string function, string problem, Type type, string lost) =>
        new(
            $"{function} can't run in another process: {problem}. (Its state would not arrive whole: '{lost}' isn't public, settable data.)"
        )
        {
            FunctionName = function,
            VariableName = "this",
            MemberPath = $"this.{lost}",
            OffendingType = type,
        };
}
