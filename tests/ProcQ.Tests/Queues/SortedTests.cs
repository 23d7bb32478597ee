using System.Diagnostics.CodeAnalysis;

namespace ProcQ.Tests.Queues;

/// <summary>Sorting and keeping hold messages back, and lose none of them.</summary>
public class SortedTests
{
    [Theory]
    [InlineData(QueueKind.Process)]
    [InlineData(QueueKind.Thread)]
    public void Sorted_LeftEarly_GivesBackWhatItHeld(QueueKind kind)
    {
        using var queue = new MsgQueue<int>(kind);
        foreach (var number in new[] { 0, 2, 3, 1, 4 })
            queue.Put(number, order: number);

        var read = queue.Sorted().Take(2).Select(message => message.Data).ToArray();
        queue.End();

        Assert.Equal([0, 1], read);
        Assert.Equal([2, 3, 4], queue.Select(message => message.Data));
    }

    [Fact]
    public void Sorted_AtAMessageThatCannotBeRead_GivesBackWhatItHeld()
    {
        using var queue = WithOneThatCannotBeRead();
        var read = new List<int>();

        Assert.Throws<NotTransferableException>(() =>
        {
            foreach (var message in queue.Sorted())
                read.Add(message.Data.Number);
        });

        Assert.Equal([0], read);
        Assert.Equal([2, 3], queue.Items(sort: true).Select(message => message.Data.Number));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Items_KeptWithOneThatCannotBeRead_KeepsTheOthers(bool sort)
    {
        using var queue = WithOneThatCannotBeRead();
        Assert.Throws<NotTransferableException>(() => queue.Items(sort, cache: true));

        var kept = queue.Items(sort, cache: true).Select(message => message.Data.Number).ToArray();

        Assert.Equal([0, 2, 3], kept);
        Assert.Equal(kept, queue.Items(sort, cache: true).Select(message => message.Data.Number));
    }

    private static MsgQueue<Picky> WithOneThatCannotBeRead()
    {
        var queue = new MsgQueue<Picky>();
        foreach (var number in new[] { 0, 2, Picky.Unreadable, 3 })
            queue.Put(Picky.Of(number), order: number);
        queue.End();
        return queue;
    }

    public sealed class Picky
    {
        public const int Unreadable = 99;

        private int _number;

        [SuppressMessage("Design", "CA1065", Justification = "What is tested.")]
        public int Number
        {
            get => _number;
            set => _number = value == Unreadable ? throw new FormatException("Unreadable.") : value;
        }

        /// <summary>Making one runs no setter; reading it does.</summary>
        public static Picky Of(int number) => new() { _number = number };
    }
}
