namespace ProcQ.Specs.Pool;

/// <summary>An aggregate that nobody else can make again: it has no constructor that takes a message.</summary>
public class StepsException(int count, params Exception[] inner) : AggregateException($"{count} steps failed", inner);
