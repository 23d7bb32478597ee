using ProcQ.Endurance.Chaos;
using ProcQ.Endurance.Soak;

// The last line of each is its figures; the exit code is 1 when something is wrong, 2 for words that are not understood.
try
{
    return args switch
    {
        ["chaos", .. var rest] => await ChaosVerb.RunAsync(rest),
        ["soak", .. var rest] => await SoakVerb.RunAsync(rest),
        _ => Usage(),
    };
}
catch (Exception e)
{
    // Whatever was in the middle of it: that it broke off is the result of the run.
    Console.Error.WriteLine(e);
    Console.WriteLine($"{args[0]}: broken off by {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}");
    return 1;
}

static int Usage()
{
    Console.Error.WriteLine("chaos [items] [seed] | soak [hours]");
    return 2;
}
