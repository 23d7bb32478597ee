using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;
using ProcQ.Interop;
using ProcQ.Wire;

namespace ProcQ.Launching;

/// <summary>
/// The parent's end of one worker's pipe until the worker is in: a fresh name nobody can guess, for this user only, gone from the file
/// system as soon as the listener is disposed.
/// </summary>
internal sealed class PipeListener : IDisposable
{
    private const int Attempts = 8;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly bool _many;
    private NamedPipeServerStream _server;
    private bool _handedOut;

    private PipeListener(string name, NamedPipeServerStream server, bool many)
    {
        Name = name;
        _server = server;
        _many = many;
    }

    /// <summary>What the worker connects to: a path on Unix, a pipe name on Windows.</summary>
    public string Name { get; }

    /// <summary>Begins to listen: for one, or for many at a time.</summary>
    public static PipeListener Create(PrivateDirectory directory, bool many = false) =>
        Create(() => OperatingSystem.IsWindows() ? "procq-" + PrivateDirectory.NewName() : directory.NewPath(), many);

    /// <summary>As above, with names from outside. A name that is taken is left alone, whatever lies there, and another one is tried.</summary>
    public static PipeListener Create(Func<string> newName, bool many = false)
    {
        for (var attempt = 1; ; attempt++)
        {
            var name = newName();
            try
            {
                return new PipeListener(name, Listen(name, PipeOptions.FirstPipeInstance, many), many);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException && attempt < Attempts)
            {
                // Taken; 128 random bits do not collide, so somebody meant to. The next name is as good.
            }
        }
    }

    /// <summary>
    /// Waits for the next one to connect, and lets go of the one before, unless it listens for many. Throws <see cref="UnauthorizedAccessException"/> when that was
    /// another user; listening goes on all the same.
    /// </summary>
    public async Task<Stream> AcceptAsync(CancellationToken cancellationToken)
    {
        if (_handedOut && _many)
            _server = Listen(Name, PipeOptions.None, _many);
        else if (_server.IsConnected)
            _server.Disconnect();
        _handedOut = false;
        await _server.WaitForConnectionAsync(cancellationToken).ConfigureAwait(false);
        PeerId = PeerProcess.Of(_server.SafePipeHandle);
        _handedOut = OperatingSystem.IsWindows();
        return _handedOut ? _server : new SocketStream(Duplicate(_server.SafePipeHandle));
    }

    /// <summary>The process that connected last, or null where the system does not say.</summary>
    public int? PeerId { get; private set; }

    /// <summary>Stops listening and removes the socket file. A connection that was accepted stays.</summary>
    public void Dispose()
    {
        // On Windows the accepted stream is the listener itself, and no file is left behind.
        if (!_handedOut)
            _server.Dispose();
    }

    // A socket replaces nothing, but the runtime clears what lies at its path first, unless it must be the first instance.
    private static NamedPipeServerStream Listen(string name, PipeOptions first, bool many)
    {
        var options = first | PipeOptions.CurrentUserOnly | PipeOptions.Asynchronous;
        var instances = many ? NamedPipeServerStream.MaxAllowedServerInstances : 1;
        var server = new NamedPipeServerStream(name, PipeDirection.InOut, instances, PipeTransmissionMode.Byte, options);
        if (OperatingSystem.IsWindows())
            return server;
        try
        {
            File.SetUnixFileMode(name, OwnerOnly);
            return server;
        }
        catch
        {
            // The runtime keeps track of what listens: nobody would ever give back its descriptor.
            server.Dispose();
            throw;
        }
    }

    // A second descriptor for the same connection, on which the runtime has done nothing asynchronous yet.
    private static SafeFileHandle Duplicate(SafePipeHandle pipe) =>
        new(Descriptor.Duplicate((int)pipe.DangerousGetHandle()), ownsHandle: true);
}
