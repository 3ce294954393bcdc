using System.Globalization;
using System.Text.RegularExpressions;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Engine;

/// <summary>How many layers really went to a graphics device, as the library says while it loads.</summary>
/// <param name="Layers">Of the model, the output counted as one.</param>
internal sealed partial record Offload(int Done, int Layers)
{
    public static Offload? Parse(string line) => Said().Match(line) is { Success: true } match
        ? new Offload(int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture))
        : null;

    /// <param name="said">Null when the library said nothing of it.</param>
    /// <param name="asked">Layers asked for; null for all.</param>
    /// <returns>What is wrong; null when it is as asked.</returns>
    public static Phrase? Problem(Offload? said, int? asked, string device)
    {
        var wanted = Math.Min(asked ?? int.MaxValue, said?.Layers ?? int.MaxValue);
        return said is null && asked is not 0 ? new Phrase("Inference.OffloadNotTold", device)
            : said is not null && said.Done < wanted ? new Phrase("Inference.OffloadShort", Number(said.Done), Number(said.Layers), device, Number(wanted))
            : null;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"offloaded (\d{1,6})/(\d{1,6}) layers to GPU", RegexOptions.CultureInvariant)]
    private static partial Regex Said();
}
