using System.Collections;
using System.Globalization;
using ProcQ.MessagePack;

namespace ProcQ.Wire;

/// <summary>An exception as data: what it was, never an object that somebody has to rebuild. Every part is capped in length.</summary>
internal sealed record ErrorData(
    string TypeName,
    string AssemblyName,
    string Message,
    string StackTrace,
    int HResult,
    IReadOnlyDictionary<string, string> Data,
    IReadOnlyList<ErrorData> Inner
)
{
    /// <summary>How long the text of an error may be, all in all.</summary>
    public const int MostChars = 256 * 1024;

    private const int Fields = 7;
    private const int MaxName = 1024;
    private const int MaxText = 32 * 1024;
    private const int MaxEntries = 32;
    private const int MaxInner = 16;
    private const int MaxDepth = 8;

    /// <summary>The function stopped because its token was cancelled, or so it says.</summary>
    public bool SaysCancelled =>
        TypeName is "System.OperationCanceledException" or "System.Threading.Tasks.TaskCanceledException";

    /// <summary>Takes down an exception of the user's code. A property that throws costs that property, never the report.</summary>
    public static ErrorData From(Exception exception, int maxChars = MostChars)
    {
        var left = maxChars;
        return From(exception, MaxDepth, ref left);
    }

    public void Write(ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(Fields);
        writer.Write(TypeName);
        writer.Write(AssemblyName);
        writer.Write(Message);
        writer.Write(StackTrace);
        writer.Write(HResult);
        writer.WriteMapHeader(Data.Count);
        foreach (var (key, value) in Data)
        {
            writer.Write(key);
            writer.Write(value);
        }

        writer.WriteArrayHeader(Inner.Count);
        foreach (var inner in Inner)
            inner.Write(ref writer);
    }

    public static ErrorData Read(ref MessagePackReader reader) => Read(ref reader, MaxDepth);

    private static ErrorData From(Exception exception, int depth, ref int left)
    {
        var type = exception.GetType();
        return new ErrorData(
            Cap(type.FullName ?? type.Name, MaxName, ref left),
            Cap(type.Assembly.GetName().Name ?? "", MaxName, ref left),
            Cap(Try(exception, OwnMessage.Of), MaxText, ref left),
            Cap(Try(exception, static e => e.StackTrace), MaxText, ref left),
            exception.HResult,
            Entries(exception, ref left),
            depth > 1 ? InnerErrors(exception, depth - 1, ref left) : []
        );
    }

    private static List<ErrorData> InnerErrors(Exception exception, int depth, ref int left)
    {
        var inner = new List<ErrorData>();
        foreach (var e in InnerOf(exception).Take(MaxInner))
        {
            if (left > 0)
                inner.Add(From(e, depth, ref left));
        }

        return inner;
    }

    private static IReadOnlyList<Exception> InnerOf(Exception exception) =>
        exception is AggregateException many ? many.InnerExceptions
        : exception.InnerException is { } inner ? [inner]
        : [];

    private static Dictionary<string, string> Entries(Exception exception, ref int left)
    {
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (DictionaryEntry entry in exception.Data)
            {
                if (entries.Count < MaxEntries && left > 0)
                    entries[Cap(Text(entry.Key), MaxName, ref left)] = Cap(Text(entry.Value), MaxText, ref left);
            }
        }
        catch (Exception e)
        {
            // Data is virtual and its values are the user's; the error itself must still get through.
            entries["ProcQ.Unreadable"] = e.GetType().FullName ?? "";
        }

        return entries;
    }

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static string Try(Exception exception, Func<Exception, string?> read)
    {
        try
        {
            // What cannot be null by its declaration can be by an override.
            return read(exception) ?? "";
        }
        catch (Exception e)
        {
            return $"(reading it threw {e.GetType().FullName})";
        }
    }

    private static string Cap(string text, int most, ref int left)
    {
        most = Math.Clamp(left, 0, most);
        left -= Math.Min(most, text.Length);
        return text.Length <= most ? text : string.Concat(text.AsSpan(0, most), "… (cut)");
    }

    private static ErrorData Read(ref MessagePackReader reader, int depth)
    {
        Expect.Fields(reader.ReadArrayHeader(), Fields, FrameKind.Failed);
        if (depth == 0)
            throw new ProtocolException("An error is nested too deeply.");
        return new ErrorData(
            reader.ReadString() ?? "",
            reader.ReadString() ?? "",
            reader.ReadString() ?? "",
            reader.ReadString() ?? "",
            reader.ReadInt32(),
            ReadEntries(ref reader),
            ReadInner(ref reader, depth - 1)
        );
    }

    private static Dictionary<string, string> ReadEntries(ref MessagePackReader reader)
    {
        var count = reader.ReadMapHeader();
        if (count > MaxEntries + 1)
            throw new ProtocolException($"An error has {count} data entries.");
        var entries = new Dictionary<string, string>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
            entries[reader.ReadString() ?? ""] = reader.ReadString() ?? "";
        return entries;
    }

    private static ErrorData[] ReadInner(ref MessagePackReader reader, int depth)
    {
        var count = reader.ReadArrayHeader();
        if (count > MaxInner)
            throw new ProtocolException($"An error has {count} inner errors.");
        var inner = new ErrorData[count];
        for (var i = 0; i < count; i++)
            inner[i] = Read(ref reader, depth);
        return inner;
    }
}
