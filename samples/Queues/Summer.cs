namespace ProcQ.Samples.Queues;

/// <summary>Workers add up what they read, and the sums are added up here. As <c>summer.py</c> of ezq.</summary>
internal static class Summer
{
    public static int Run()
    {
        using var numbers = new MsgQueue<int>();
        using var sums = new MsgQueue<int>();
        var workers = Enumerable.Range(0, 2).Select(_ => Worker.Run(AddUp, numbers, sums)).ToArray();

        for (var i = 0; i < 1000; i++)
            numbers.Put(i);

        numbers.Stop(workers);
        return sums.Items().Sum(message => message.Data);
    }

    private static void AddUp(MsgQueue<int> numbers, MsgQueue<int> sums) => sums.Put(numbers.Sum(message => message.Data));
}
