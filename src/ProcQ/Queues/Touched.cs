namespace ProcQ.Queues;

/// <summary>Whose outboxes got something under the gate, to be written out when it is left. Mostly none or one.</summary>
internal struct Touched
{
    private Outbox? _one;
    private List<Outbox>? _more;

    public void Add(Outbox? outbox)
    {
        if (outbox is null || outbox == _one)
            return;
        if (_one is null)
            _one = outbox;
        else if ((_more ??= []).Contains(outbox) == false)
            _more.Add(outbox);
    }

    public readonly void Pump()
    {
        _one?.Pump();
        if (_more is null)
            return;
        foreach (var outbox in _more)
            outbox.Pump();
    }
}
