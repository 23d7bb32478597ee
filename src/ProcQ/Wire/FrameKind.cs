namespace ProcQ.Wire;

/// <summary>What a frame is. The set is closed: anything else on the pipe is a violation. See README.md beside this file.</summary>
internal enum FrameKind : byte
{
    /// <summary>Either way, first: token, versions, process id.</summary>
    Hello = 1,

    /// <summary>To the worker. Order: function id. Data: identity and captured variables. With id -1, and then
    /// first of all: the factory of the user's payload codec, with which arguments and results are <c>bin</c> each.</summary>
    Define = 2,

    /// <summary>To the worker. Order: function id, which is not used again. Data: nil.</summary>
    Forget = 3,

    /// <summary>To the worker. Order: number of the first item. Data: [function, index, attempt, options, [arguments]].</summary>
    Run = 4,

    /// <summary>To the worker. Order: from this item on to the end of its batch, give back what has not begun. Data: nil.</summary>
    TakeBack = 5,

    /// <summary>To the worker. Order: an item; the one that runs, if it is of the same batch, is asked to stop. Data: nil.</summary>
    Cancel = 6,

    /// <summary>To the worker: finish and leave. Data: nil.</summary>
    Stop = 7,

    /// <summary>To a spare worker. Order: the place it takes, its number from now on. Data: nil.</summary>
    Promote = 8,

    /// <summary>To the worker. Order: an item; if it runs, it is asked to stop, because its time is up. Data: nil.</summary>
    TimeUp = 9,

    /// <summary>From the worker. Order: number of the first item. Data: [ticks, durations or nil, [values]].</summary>
    Results = 16,

    /// <summary>From the worker. Order: the item. Data: [ticks, step, error].</summary>
    Failed = 17,

    /// <summary>From the worker, the answer to TakeBack. Order: the first item that comes back. Data: how many.</summary>
    Returned = 18,

    /// <summary>From the worker, if it has an initializer: it has run, and the worker takes work. Data: nil.</summary>
    Initialized = 19,

    /// <summary>From the worker: it uses more memory than it may. What it has not reported it has not begun, and it begins nothing more. Order: its memory in bytes. Data: nil.</summary>
    Leaving = 20,

    /// <summary>From the worker, where the batch asks for it: an item begins. Order: the item. Data: nil.</summary>
    Begun = 21,

    /// <summary>From the worker: how far an item is. Order: the item. Data: [fraction, message or nil].</summary>
    Progress = 22,

    /// <summary>To a queue. Order: how many. Data: [message, ...], each <c>bin</c>.</summary>
    QueuePut = 32,

    /// <summary>To a queue. Order: how many more messages its sender wants to put. Data: nil.</summary>
    QueueAsk = 33,

    /// <summary>To a queue. Order: how much of its credit to put the sender gives back. Data: nil.</summary>
    QueueReturn = 34,

    /// <summary>To a queue. Order: a reader. Data: [wanted, finished, slot or -1].</summary>
    QueueTake = 35,

    /// <summary>To a queue. Order: a reader. Data: [finished, handed out, closed]: what was not handed out goes back.</summary>
    QueueGiveBack = 36,

    /// <summary>To a queue: nothing more will be put. Data: nil.</summary>
    QueueEnd = 37,

    /// <summary>To a queue. Order: a number for the answer. Data: how many messages may be put at once, if there is room.</summary>
    QueueLook = 38,

    /// <summary>To a queue. Order: a reader, which was handed these messages and has made no use of them. Data: [message, ...].</summary>
    QueueReturnMessages = 39,

    /// <summary>From a queue, first. Data: the path of the reader's page.</summary>
    QueueWelcome = 48,

    /// <summary>From a queue. Order: how many messages may be put. Data: nil.</summary>
    QueueGrant = 49,

    /// <summary>From a queue: credit to put that is not used is to come back. Data: nil.</summary>
    QueueRecall = 50,

    /// <summary>From a queue. Order: number of the first message for this reader. Data: [reader, round, [message, ...]].</summary>
    QueueMessages = 51,

    /// <summary>From a queue. Order: a reader, for whom nothing more comes. Data: nil.</summary>
    QueueDone = 52,

    /// <summary>From a queue: it was ended, nothing more may be put. Data: nil.</summary>
    QueueEnded = 53,

    /// <summary>From a queue, the answer to QueueLook. Order: its number. Data: [count, granted].</summary>
    QueueLooked = 54,
}
