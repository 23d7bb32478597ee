using System.Runtime.InteropServices;

namespace ProcQ.Specs.Launching;

/// <summary>Lets this process and its children write core files, as far as the system lets us, until disposed: a limit of 0 would prove nothing.</summary>
internal sealed partial class CoreFiles : IDisposable
{
    private const int CoreSize = 4;

    private readonly ulong[] _before = new ulong[2];

    private CoreFiles()
    {
        Assert.Equal(0, GetLimit(CoreSize, _before));
        Assert.Equal(0, SetLimit(CoreSize, [_before[1], _before[1]]));
    }

    public static CoreFiles Allow() => new();

    public void Dispose() => Assert.Equal(0, SetLimit(CoreSize, _before));

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int GetLimit(int resource, [Out] ulong[] softAndHard);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, ulong[] softAndHard);
}
