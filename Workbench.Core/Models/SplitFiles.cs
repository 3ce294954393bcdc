using System.Globalization;
using System.Text.RegularExpressions;

namespace Workbench.Core.Models;

/// <summary>Names of the files one model is split over: <c>NAME-00001-of-00003.gguf</c>.</summary>
internal static partial class SplitFiles
{
    private const int MostParts = 1000;

    /// <returns>Name without the part's number, the number and how many there are; null for a file that is no part.</returns>
    public static (string Name, int Part, int Count)? Parse(string path)
    {
        var match = Part().Match(Path.GetFileName(path));
        return match.Success && int.Parse(match.Groups["count"].ValueSpan, CultureInfo.InvariantCulture) is > 0 and <= MostParts
            ? (match.Groups["name"].Value, int.Parse(match.Groups["part"].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups["count"].ValueSpan, CultureInfo.InvariantCulture))
            : null;
    }

    /// <summary>Every part of the model that <paramref name="path"/> belongs to, in order.</summary>
    public static IEnumerable<string> All(string path, int count)
    {
        if (count is <= 1 or > MostParts || Parse(path) is not { } split)
        {
            return [path];
        }

        var folder = Path.GetDirectoryName(path) ?? "";
        return Enumerable.Range(1, count).Select(part => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{split.Name}-{part:00000}-of-{count:00000}.gguf")));
    }

    public static IEnumerable<string> Missing(string path, int count) => All(path, count).Where(part => !File.Exists(part));

    [GeneratedRegex(@"^(?<name>.+)-(?<part>\d{5})-of-(?<count>\d{5})\.gguf$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
