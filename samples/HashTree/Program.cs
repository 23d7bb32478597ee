using System.Runtime.InteropServices;
using CommandLine;
using HashTree;

const int Usage = 2;
const int Interrupted = 130;

var parsed = Parser.Default.ParseArguments<HashOptions>(args);
if (parsed.Errors.Any())
    return parsed.Errors.All(e => e.Tag is ErrorType.HelpRequestedError or ErrorType.VersionRequestedError) ? 0 : Usage;
var options = parsed.Value;
if (options.Mistake() is { } mistake)
{
    Console.Error.WriteLine(mistake);
    return Usage;
}

// The first Ctrl-C ends the run tidily; a second one finds the default behaviour again and ends the process.
using var interrupted = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

// With the hashes on standard output, everything else goes to standard error.
var progress = options.ToStandardOutput
    ? new Progress(Console.Error, live: !Console.IsErrorRedirected)
    : new Progress(Console.Out, live: !Console.IsOutputRedirected);
try
{
    return await new HashRun(options, progress).RunAsync(interrupted.Token);
}
catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
{
    progress.Say($"Interrupted after {progress.Files} files; no output was written.");
    return Interrupted;
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException)
{
    progress.Say($"The hashes could not be written: {error.Message}");
    return Usage;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = !interrupted.IsCancellationRequested;
    interrupted.Cancel();
}
