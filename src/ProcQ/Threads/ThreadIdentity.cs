namespace ProcQ.Threads;

/// <summary>Whose events they are: the slot, and which incarnation in it.</summary>
internal readonly record struct ThreadIdentity(int Slot, long Generation);
