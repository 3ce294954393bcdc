using System.Globalization;

namespace Workbench.Core.Log;

/// <summary>File names of C2SP tlog-tiles: <c>tile/L/N</c>, N in groups of three digits, <c>.p/W</c> for a tile that is not full.</summary>
public static class TilePath
{
    public const int Width = 256;

    /// <param name="level">Null for a bundle of entries.</param>
    /// <param name="width">Hashes in the tile, 1 to 256.</param>
    public static string Of(int? level, long number, int width)
    {
        var groups = new List<string> { (number % 1000).ToString("000", CultureInfo.InvariantCulture) };
        for (var rest = number / 1000; rest > 0; rest /= 1000)
        {
            groups.Insert(0, "x" + (rest % 1000).ToString("000", CultureInfo.InvariantCulture));
        }

        var kind = level?.ToString(CultureInfo.InvariantCulture) ?? "entries";
        var partial = width == Width ? "" : string.Create(CultureInfo.InvariantCulture, $".p/{width}");
        return $"tile/{kind}/{string.Join('/', groups)}{partial}";
    }

    /// <summary>Numbers and widths of the tiles over <paramref name="count"/> hashes.</summary>
    public static IEnumerable<(long Number, int Width)> Over(long count)
    {
        for (var number = 0L; number * Width < count; number++)
        {
            yield return (number, (int)Math.Min(Width, count - (number * Width)));
        }
    }
}
