using ProcQ.Benchmarks;
using ProcQ.Benchmarks.Floors;

// The program is its own bare child, and the floors want nothing before these lines.
if (args is [BareChild.FirstByteVerb])
    return BareChild.WriteFirstByte();
if (args is [EchoChild.Verb, var pipeName])
    return EchoChild.Run(pipeName);
if (args is [EchoChild.AwaitingVerb, var awaitedPipeName])
    return await EchoChild.RunAwaiting(awaitedPipeName);

var options = BenchOptions.Parse(args);
var board = new Board(options);
await Suite.Run(board);
if (options.Peers)
    await Peers.Run(board);
RatioTable.Print(board.Figures);
foreach (var gauge in board.Gauges)
    Console.WriteLine(gauge);
if (options.Record)
    RatioCheck.Print(RatioTable.Rows(board.Figures));
return options.Check ? RatioCheck.Run(RatioTable.Rows(board.Figures)) : 0;
