using System.Text;

namespace ProcQ.Tests.House;

/// <summary>Short ways around what takes a new process long to load say the same as the long ones.</summary>
public sealed class PlainTextTests
{
    public static TheoryData<string> Texts =>
        ["", "/tmp/procq", "\u007f", "\u0080", "/tmp/größe", "/tmp/\ud83d\ude00", new string('x', 5000)];

    [Theory]
    [MemberData(nameof(Texts))]
    public void ToText_OfAnyUtf8_IsWhatTheRuntimeMakesOfIt(string text) =>
        Assert.Equal(text, PlainText.ToText(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [MemberData(nameof(Texts))]
    public void ToZeroTerminated_OfAnyText_IsItsUtf8BehindWhatWasLeftAndBeforeAZero(string text) =>
        Assert.Equal([0, 0, .. Encoding.UTF8.GetBytes(text), 0], PlainText.ToZeroTerminated(text, before: 2));

    [Fact]
    public void Version_OfTheBuild_IsThatOfTheAssembly() =>
        Assert.Equal(ProcQVersion.Text, typeof(ProcessPool).Assembly.GetName().Version!.ToString(3));
}
