using System.Dynamic;

namespace ProcQ.MessagePack.Formatters.Objects;

/// <summary>Makes an expando from its members. Adding a member costs time in proportion to those before it, so their number is bounded.</summary>
internal static class ExpandoBuilder
{
    private const int MaxMembers = 10_000;

    public static ExpandoObject Build(Dictionary<string, object?> members)
    {
        if (members.Count > MaxMembers)
            throw new MessagePackException($"An ExpandoObject is read with at most {MaxMembers} members, not {members.Count}.");
        var expando = new ExpandoObject();
        IDictionary<string, object?> map = expando;
        foreach (var (name, value) in members)
            map.Add(name, value);
        return expando;
    }
}
