namespace ProcQ.Tests.Fuzzing;

/// <summary>An input that is being judged since that moment.</summary>
internal sealed record FuzzInput(FuzzTarget Target, byte[] Bytes, long Since);
