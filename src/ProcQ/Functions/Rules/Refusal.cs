namespace ProcQ.Functions.Rules;

/// <summary>Why something can't travel and what to do instead; who it is about is said by the caller.</summary>
/// <param name="Problem">A clause that goes on where "can't run in another process:" stops.</param>
/// <param name="Fix">A sentence.</param>
/// <param name="Type">The type at fault, where it is a type.</param>
/// <param name="MemberPath">The codec's way from the type to the member at fault, where it is a member: <c>Order.Owner</c>.</param>
internal sealed record Refusal(string Problem, string Fix, Type? Type = null, string MemberPath = "");
