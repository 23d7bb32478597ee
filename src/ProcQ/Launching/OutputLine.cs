namespace ProcQ.Launching;

/// <summary>One line a worker wrote, without its line end. A longer one than the limit arrives in pieces.</summary>
internal readonly record struct OutputLine(int WorkerId, int ProcessId, bool IsError, string Text);
