using ProcQ;

// The examples of jobq. Each stage has worker processes of its own.
int[] input = [0, 1, 2];
Print("add1", Pipeline.From(input).Stage(Add1).Run());
Print("add1, multi2", Pipeline.From(input).Stage(Add1).Stage(Multi2).Run());
Print("two workers, any order", Pipeline.From(input).Stage(Multi2, new StageOptions { Workers = 2 }).Run().Order());
Print("two workers, in order", Pipeline.From(input).Stage(Multi2, new StageOptions { Workers = 2, Ordered = true }).Run());
Print("odd numbers only", Pipeline.From(Enumerable.Range(0, 10)).Stage(DropEven).Run());
Print("many results each", Pipeline.From(input).StageMany(UpTo).Run());
Print("by key, each in order", Pipeline.From(Enumerable.Range(0, 8)).Partition(Multi2, x => x % 3, workers: 3).Run());

// jobq.JobManager: the owner puts items in.
await using var jobs = Pipeline.Start<int>(p => p.Stage(Add1).As(out _).RateLimit(100));
for (var i = 0; i < 3; i++)
    jobs.Put(i);
await jobs.ResizeAsync(jobs.Stages[0], 2);
jobs.Join();
Console.WriteLine($"put 3: {jobs.GetStats().Stages[0].Out} came out of '{jobs.Stages[0].Name}'");

static void Print(string what, IEnumerable<int> results) => Console.WriteLine($"{what}: {string.Join(' ', results)}");

static int Add1(int x) => x + 1;

static int Multi2(int x) => x * 2;

static Emit<int> DropEven(int x) => x % 2 == 0 ? Emit.None : x;

static IEnumerable<int> UpTo(int x)
{
    for (var i = 0; i <= x; i++)
        yield return i;
}
