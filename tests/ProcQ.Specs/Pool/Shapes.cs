using System.Text.Json.Serialization;

namespace ProcQ.Specs.Pool;

/// <summary>A family that JSON knows how to tell apart, and ProcQ's MessagePack does not.</summary>
[JsonDerivedType(typeof(Circle), "circle")]
[JsonDerivedType(typeof(Square), "square")]
public abstract record Shape;

public sealed record Circle(int Radius) : Shape;

public sealed record Square(int Side) : Shape;

/// <summary>Cannot be written, or read, on one of the two sides.</summary>
public sealed record Brittle(int Number, string Trouble) : IJsonOnSerializing, IJsonOnDeserialized
{
    public void OnSerializing() => Break("written");

    public void OnDeserialized() => Break("read");

    private void Break(string step)
    {
        if (Trouble == $"{step} {(WorkerContext.Current is null ? "here" : "there")}")
            throw new FormatException($"number {Number} is not to be {Trouble}");
    }
}
