using System.Globalization;
using System.Text;

namespace ProcQ.Calls;

/// <summary>What an error says of the attempts before the last one.</summary>
internal static class AttemptText
{
    // Of many attempts the first ones and the last ones tell enough.
    private const int MostAtEachEnd = 5;

    public static string Of(IReadOnlyList<FailedAttempt> earlier)
    {
        var text = new StringBuilder();
        for (var i = 0; i < earlier.Count; i++)
        {
            if (i == MostAtEachEnd && earlier.Count > 2 * MostAtEachEnd)
            {
                i = earlier.Count - MostAtEachEnd;
                text.Append(" …");
            }

            Append(text, earlier[i]);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, FailedAttempt attempt)
    {
        var fate = attempt.Status == OutcomeStatus.TimedOut ? "timed out" : "was lost";
        text.Append(
            CultureInfo.InvariantCulture,
            $" Attempt {attempt.Attempt} {fate} with worker {attempt.WorkerId} (process {attempt.ProcessId}): {attempt.Reason}."
        );
    }
}
