using System.Reflection;

namespace ProcQ.Functions.Identity;

/// <summary>
/// The framework's types that are in most functions. The search for a name begins with a vectorized scan that is compiled anew in every worker, which costs
/// more than all else there is to finding a lambda.
/// </summary>
internal static class KnownTypes
{
    /// <summary>The type, if it is one of them.</summary>
    public static Type? Find(Assembly assembly, string name) =>
        assembly != typeof(object).Assembly
            ? null
            : name switch
            {
                "System.Func`1" => typeof(Func<>),
                "System.Func`2" => typeof(Func<,>),
                "System.Action" => typeof(Action),
                "System.Action`1" => typeof(Action<>),
                "System.Threading.Tasks.Task" => typeof(Task),
                "System.Threading.Tasks.Task`1" => typeof(Task<>),
                "System.Object" => typeof(object),
                "System.String" => typeof(string),
                "System.Boolean" => typeof(bool),
                "System.Byte" => typeof(byte),
                "System.Int32" => typeof(int),
                "System.Int64" => typeof(long),
                "System.Double" => typeof(double),
                _ => null,
            };
}
