using ProcQ.Samples.Queues;

Console.WriteLine($"sum: {Summer.Run()}");
Console.WriteLine($"collatz:{Environment.NewLine}{Collatz.Run()}");
Console.WriteLine($"words: {Words.Run(args)}");
