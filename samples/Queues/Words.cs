namespace ProcQ.Samples.Queues;

/// <summary>Processes of ten threads each add up the letters of words: a is 1, b is 2. As <c>words.py</c> of ezq.</summary>
internal static class Words
{
    private static readonly string[] Some = ["apple", "banana", "cherry", "damson", "elderberry", "fig", "grape"];

    public static int Run(string[] words)
    {
        using var queue = new MsgQueue<string>();
        using var sums = new MsgQueue<int>();
        var workers = Enumerable.Range(0, 2).Select(_ => Worker.Run(OnTenThreads, queue, sums)).ToArray();

        foreach (var word in words.Length > 0 ? words : Some)
            queue.Put(word);

        queue.Stop(workers);
        return sums.Items().Sum(message => message.Data);
    }

    private static void OnTenThreads(MsgQueue<string> words, MsgQueue<int> sums)
    {
        var threads = Enumerable.Range(0, 10).Select(_ => Worker.RunThread(AddUp, words, sums)).ToArray();
        foreach (var thread in threads)
            thread.Join();
    }

    private static void AddUp(MsgQueue<string> words, MsgQueue<int> sums) =>
        sums.Put(words.Sum(word => word.Data.Sum(letter => char.ToLowerInvariant(letter) - 'a' + 1)));
}
