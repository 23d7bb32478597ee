using ProcQ.Endurance.Chaos;
using ProcQ.Endurance.Soak;

// The last line of each is its figures; the exit code is 1 when something is wrong, 2 for words that are not understood.
return args switch
{
    ["chaos", .. var rest] => await ChaosVerb.RunAsync(rest),
    ["soak", .. var rest] => await SoakVerb.RunAsync(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("chaos [items] [seed] | soak [hours]");
    return 2;
}
