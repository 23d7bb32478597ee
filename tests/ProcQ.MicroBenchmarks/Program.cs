using BenchmarkDotNet.Running;
using ProcQ.MicroBenchmarks;

// Arguments are BenchmarkDotNet's own: --filter '*Codec*', --list flat and so on. Without any, everything runs.
BenchmarkSwitcher.FromAssembly(typeof(ShortRuns).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args, new ShortRuns());
