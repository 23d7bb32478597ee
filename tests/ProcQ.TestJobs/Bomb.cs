using System.Globalization;

namespace ProcQ.TestJobs;

/// <summary>
/// A value that goes off where it is told to on its way: as it is written in the parent, as it is read in the worker, as the function has it in its hands, as
/// it is written in the worker, or as it is read in the parent. As argument and as result it is the same; where it is, it knows from its process.
/// </summary>
public sealed class Bomb
{
    private string _fuse = "0 None None";

    /// <summary>For whoever reads it.</summary>
    public Bomb() { }

    private Bomb(string fuse) => _fuse = fuse;

    /// <summary>All there is to say about it. Writing a bomb reads this, reading one writes it: here it goes off.</summary>
    public string Fuse
    {
        get
        {
            Burn(BombSite.ResultWritten, BombSite.ArgumentWritten);
            return _fuse;
        }
        set
        {
            _fuse = value;
            Burn(BombSite.ArgumentRead, BombSite.ResultRead);
        }
    }

    private string[] Words => _fuse.Split(' ');

    /// <summary>A bomb with a number, for a place, with an effect.</summary>
    public static Bomb For(int number, BombSite site, BombEffect effect) => new($"{number} {site} {effect}");

    /// <summary>The function: what it is given it hands back, unless this is where it goes off.</summary>
    public static Bomb PassOn(Bomb bomb)
    {
        bomb.Burn(BombSite.Function, BombSite.None);
        return new Bomb(bomb._fuse);
    }

    /// <summary>The number it was made with. Harmless.</summary>
    public int Number() => int.Parse(Words[0], CultureInfo.InvariantCulture);

    private void Burn(BombSite inWorker, BombSite inParent)
    {
        var here = WorkerContext.Current is null ? inParent : inWorker;
        if (here == BombSite.None || Words[1] != here.ToString())
            return;
        switch (Enum.Parse<BombEffect>(Words[2]))
        {
            case BombEffect.Error:
                throw new InvalidOperationException($"bang {Number()}");
            case BombEffect.Exit:
                Environment.Exit(40);
                break;
            case BombEffect.Crash:
                Crimes.Commit(Crime.Segv);
                break;
            default:
                throw new InvalidOperationException($"A bomb without an effect went off: {_fuse}.");
        }
    }
}
