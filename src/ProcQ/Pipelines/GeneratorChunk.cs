namespace ProcQ.Pipelines;

/// <summary>Some results of a generator, as they travel.</summary>
/// <param name="Elements">In their order.</param>
/// <param name="More">The generator may have more.</param>
internal sealed record GeneratorChunk<T>(T[] Elements, bool More);
