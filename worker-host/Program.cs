using ProcQ.Host;

// All there is to a worker's entry point: the code is in ProcQ.dll, which is the application's own copy.
try
{
    Environment.Exit(WorkerMain.Run());
}
catch (Exception error)
{
    Refuse(error);
}

// Apart from Main, which would otherwise load the console before it needs it.
static void Refuse(Exception error)
{
    Console.Error.WriteLine(error is ProcQ.ProcQException ? error.Message : error.ToString());
    Environment.Exit(70);
}
