namespace ProcQ.Endurance.Traffic;

/// <summary>Neighbouring items that one call takes.</summary>
internal readonly record struct Block(long First, int Count)
{
    public IEnumerable<long> Items()
    {
        for (var item = First; item < First + Count; item++)
            yield return item;
    }
}
