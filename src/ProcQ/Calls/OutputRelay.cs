using Microsoft.Extensions.Logging;
using ProcQ.Launching;

namespace ProcQ.Calls;

/// <summary>Takes the lines that workers write to where the pool's options say.</summary>
internal sealed class OutputRelay(WorkerOutput output, ILoggerFactory loggers, Func<int, long?> itemIn)
{
    private readonly ILogger _log = loggers.CreateLogger("ProcQ.Worker.Output");

    public void Write(OutputLine line)
    {
        switch (output)
        {
            case WorkerOutput.Inherit:
#pragma warning disable RS0030 // The one place that may: the caller chose that workers write to this process's own console.
                (line.IsError ? Console.Error : Console.Out).WriteLine(line.Text);
#pragma warning restore RS0030
                break;
            case WorkerOutput.Log:
                WriteToLog(line);
                break;
            default:
                break;
        }
    }

    private void WriteToLog(OutputLine line)
    {
        if (!_log.IsEnabled(LogLevel.Information))
            return;
        // The item it is in now; one that has just ended may have written the line.
        var index = itemIn(line.ProcessId);
        Log.WorkerWrote(_log, line.WorkerId, line.ProcessId, index, line.Text);
    }
}
