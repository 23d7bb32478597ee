namespace ProcQ.Functions.Identity;

/// <summary>Checks that a definition has the shape this version of ProcQ writes.</summary>
internal static class Shape
{
    public static void Expect(int count, int expected, string what)
    {
        if (count != expected)
            throw new NotTransferableException(
                $"{what} in a function's definition has {count} parts where {expected} belong. Caller and worker don't run the same ProcQ; "
                    + "check that only one version of ProcQ.dll is deployed."
            );
    }
}
