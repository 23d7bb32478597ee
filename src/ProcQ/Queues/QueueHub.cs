using System.Net.Sockets;
using System.Security.Cryptography;
using ProcQ.Launching;
using ProcQ.Wire;

namespace ProcQ.Queues;

/// <summary>
/// Where other processes find a queue: a pipe in a folder of its own, for this user only. Made when the queue first travels. Who knows the secret is let in;
/// whoever says nothing, or nonsense, is dropped, and holds up nobody.
/// </summary>
internal sealed class QueueHub : IDisposable
{
    private const int MostGreetings = 32;
    private static readonly TimeSpan GreetingLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly QueueCore _queue;
    private readonly PrivateDirectory _folder;
    private readonly PipeListener _listener;
    private readonly CancellationTokenSource _over = new();
    private readonly SemaphoreSlim _greetings = new(MostGreetings);
    private readonly Lock _gate = new();
    private Task _accepting = Task.CompletedTask;

    // Guarded by the gate.
    private readonly HashSet<HubConnection> _connections = [];
    private readonly HashSet<Task> _greeted = [];
    private bool _abandoned;
    private bool _disposed;

    private QueueHub(QueueCore queue, PrivateDirectory folder, PipeListener listener, QueueAddress address) =>
        (_queue, _folder, _listener, Address) = (queue, folder, listener, address);

    public QueueAddress Address { get; }

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(Hello.TokenBytes);

    /// <summary>Opens the queue to others.</summary>
    public static QueueHub Open(QueueCore queue, object end, Func<string, QueueAddress> address)
    {
        var folder = PrivateDirectory.Create();
        try
        {
            var listener = PipeListener.Create(folder, many: true);
            var hub = new QueueHub(queue, folder, listener, address(listener.Name));
            QueueDirectory.Add(hub, end);
            hub._accepting = Task.Run(hub.AcceptAsync);
            return hub;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Nobody here has the queue any more: it goes when nobody elsewhere uses it.</summary>
    public void Abandon()
    {
        bool isLast;
        lock (_gate)
        {
            _abandoned = true;
            isLast = _connections.Count == 0;
        }

        if (isLast)
            ThreadPool.UnsafeQueueUserWorkItem(static hub => hub.Dispose(), this, preferLocal: false);
    }

    /// <summary>Closes all connections, and waits until their threads are gone.</summary>
    public void Dispose()
    {
        HubConnection[] connections;
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            connections = [.. _connections];
        }

        QueueDirectory.Remove(this);
        _over.Cancel();
        ((IAsyncResult)_accepting).AsyncWaitHandle.WaitOne();
        foreach (var connection in connections)
            connection.Dispose();
        _listener.Dispose();
        _folder.Dispose();
        _over.Dispose();
        _greetings.Dispose();
    }

    /// <summary>A connection has ended.</summary>
    public void Remove(HubConnection connection)
    {
        bool isLast;
        lock (_gate)
        {
            _connections.Remove(connection);
            isLast = _abandoned && !_disposed && _connections.Count == 0;
        }

        // This is the connection's own thread, for which the end of the hub waits.
        if (isLast)
            ThreadPool.UnsafeQueueUserWorkItem(static hub => hub.Dispose(), this, preferLocal: false);
    }

    private async Task AcceptAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            try
            {
                await _greetings.WaitAsync(_over.Token).ConfigureAwait(false);
                var pipe = await _listener.AcceptAsync(_over.Token).ConfigureAwait(false);
                Track(GreetAsync(pipe, _listener.PeerId));
            }
            catch (Exception e) when (e is UnauthorizedAccessException or IOException or SocketException)
            {
                // Another user, or no descriptor is left for a while. The next one may be let in.
                _greetings.Release();
                await Task.Delay(Pause, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        await Task.WhenAll(Greeted()).ConfigureAwait(false);
    }

    private Task[] Greeted()
    {
        lock (_gate)
            return [.. _greeted];
    }

    private void Track(Task greeting)
    {
        lock (_gate)
        {
            _greeted.RemoveWhere(static task => task.IsCompleted);
            _greeted.Add(greeting);
        }
    }

    private async Task GreetAsync(Stream pipe, int? process)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(_over.Token);
            limit.CancelAfter(GreetingLimit);
            Hello hello;
            // A read that waits does not look at tokens.
            await using (limit.Token.Register(pipe.Dispose).ConfigureAwait(false))
            {
                hello = await Greeting.ReceiveAsync(pipe, limit.Token).ConfigureAwait(false);
                if (!hello.Proves(Address.Secret.Span))
                    throw new ProtocolException("Somebody connected who does not know the secret.");
                await Greeting.AnswerAsync(pipe, limit.Token).ConfigureAwait(false);
            }

            Admit(pipe, process ?? hello.ProcessId);
        }
        catch (Exception e)
            when (e
                    is ProcQException
                        or IOException
                        or SocketException
                        or UnauthorizedAccessException
                        or ObjectDisposedException
                        or OperationCanceledException
            )
        {
            // A stranger, or a process that died while it said hello.
            await pipe.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _greetings.Release();
        }
    }

    private void Admit(Stream pipe, int process)
    {
        var connection = new HubConnection(this, _queue, pipe, process, _folder.NewPath());
        lock (_gate)
        {
            if (!_disposed)
            {
                _connections.Add(connection);
                connection.Start();
                return;
            }
        }

        connection.Drop();
    }
}
