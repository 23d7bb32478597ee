using System.Globalization;
using ProcQ.TestHostApp;

// One program, three parts: a parent that gets killed, a stranger at a pipe, and, started by a launcher, a worker with bad habits.
return args switch
{
    ["parent", var worker, var count, var end] => await ParentRole.RunAsync(
        worker,
        int.Parse(count, CultureInfo.InvariantCulture),
        end
    ),
    ["stranger", var pipe] => StrangerRole.Run(pipe),
    [] => WorkerRole.Run(Environment.GetEnvironmentVariable(WorkerRole.Variable) ?? "serve"),
    _ => throw new ArgumentException($"No such part: {string.Join(' ', args)}"),
};
