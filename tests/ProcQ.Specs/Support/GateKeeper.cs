using System.Net.Sockets;
using System.Threading.Channels;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Support;

/// <summary>Keeps a <see cref="TestJobs.Gate"/>: sees jobs come and lets them through, one by one or all. Waits for events, never for time to pass.</summary>
internal sealed class GateKeeper : IDisposable
{
    private const int Line = 16;

    private readonly ScratchFolder _folder = new();
    private readonly Socket _door = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Channel<Visit> _arrivals = Channel.CreateUnbounded<Visit>();
    private readonly Thread _thread;
    private volatile bool _open;
    private int _announced;

    public GateKeeper()
    {
        Gate = new Gate(_folder.In("gate"));
        _door.Bind(new UnixDomainSocketEndPoint(Gate.Path));
        _door.Listen(1024);
        _thread = new Thread(Keep) { IsBackground = true, Name = "gate keeper" };
        _thread.Start();
    }

    /// <summary>The gate; travels into workers.</summary>
    public Gate Gate { get; }

    /// <summary>How many jobs have announced themselves.</summary>
    public int Announced => Volatile.Read(ref _announced);

    /// <summary>The process of the job that did so last.</summary>
    public int LastAnnounced { get; private set; }

    /// <summary>The next job that comes to wait.</summary>
    public async Task<Visit> NextAsync()
    {
        try
        {
            return await _arrivals.Reader.ReadAsync().AsTask().WaitAsync(Patience.Limit);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"Nobody came to the gate within {Patience.Limit}.", late);
        }
    }

    public Visit Next() => NextAsync().GetAwaiter().GetResult();

    /// <summary>Says whether somebody stands there of whom <see cref="NextAsync"/> has not told yet.</summary>
    public bool SomebodyWaits => _arrivals.Reader.TryPeek(out _);

    /// <summary>From now on everybody may pass, also who waits.</summary>
    public void Open()
    {
        _open = true;
        while (_arrivals.Reader.TryRead(out var visit))
        {
            using (visit)
                visit.Let();
        }
    }

    public void Dispose()
    {
        _open = true;
        // Closing a socket under a blocked accept does not wake it everywhere; a visitor does.
        using (var last = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            last.Connect(new UnixDomainSocketEndPoint(Gate.Path));
        _thread.Join();
        _door.Dispose();
        while (_arrivals.Reader.TryRead(out var visit))
            visit.Dispose();
        _folder.Dispose();
    }

    private void Keep()
    {
        var line = new byte[Line];
        while (true)
        {
            var socket = _door.Accept();
            var read = 0;
            while (read < Line && socket.Receive(line, read, Line - read, SocketFlags.None) is > 0 and var some)
                read += some;
            if (read == 0)
            {
                socket.Dispose();
                return;
            }

            Receive(socket, BitConverter.ToInt64(line), (int)BitConverter.ToInt64(line, sizeof(long)));
        }
    }

    private void Receive(Socket socket, long who, int processId)
    {
        if (who < 0)
        {
            LastAnnounced = processId;
            Interlocked.Increment(ref _announced);
        }

        var visit = new Visit(socket, who, processId);
        if (who >= 0 && !_open)
        {
            _arrivals.Writer.TryWrite(visit);
            // Open may just have looked.
            if (!_open || !_arrivals.Reader.TryRead(out visit!))
                return;
        }

        using (visit)
            visit.Let();
    }
}
