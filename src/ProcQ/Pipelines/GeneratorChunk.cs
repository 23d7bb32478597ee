namespace ProcQ.Pipelines;

/// <summary>Some results of a generator, as they travel.</summary>
/// <param name="Elements">In their order.</param>
/// <param name="More">The generator may have more.</param>
/// <param name="Lost">The worker knows nothing of it: another one had begun it, and is gone.</param>
/// <param name="Spent">How long the worker took to make them.</param>
internal sealed record GeneratorChunk<T>(T[] Elements, bool More, bool Lost = false, TimeSpan Spent = default);
