using System.Globalization;
using ProcQ.Tests.Verbs;

// The long versions of some tests, as build.sh and build.ps1 run them; the tests themselves are run by the test runner.
return args switch
{
    ["simulate", .. var rest] => SimulateVerb.Run(Number(rest, 200_000)),
    ["fuzz", .. var rest] => FuzzVerb.Run(Number(rest, 60)),
    ["planted", .. var rest] => PlantedVerb.Run(rest),
    _ => throw new ArgumentException($"There is no verb '{string.Join(' ', args)}'."),
};

static int Number(string[] arguments, int usual) =>
    arguments.Length == 0 ? usual : int.Parse(arguments[0], CultureInfo.InvariantCulture);
