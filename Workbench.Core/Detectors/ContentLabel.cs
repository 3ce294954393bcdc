using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Workbench.Core.Detectors;

/// <summary>Marks of generated content in a text (GB 45438-2025).</summary>
/// <param name="Explicit">The words that say it; null when there are none at the beginning or the end.</param>
/// <param name="Implicit">Value of the metadata's <c>Label</c>; null when there is no well-formed mark.</param>
/// <param name="Flaw">Name of the field that is missing or wrong in metadata under the key <c>AIGC</c>; null when nothing is wrong, or there are none.</param>
public sealed record ContentMarks(string? Explicit, string? Implicit, string? Flaw);

/// <summary>Looks for the explicit mark, words for AI and for generating side by side at the beginning or the end, and for the implicit one, a JSON object under the key <c>AIGC</c> with seven fields.</summary>
/// <remarks>The fields' names as in Annex E; public copies differ in <c>ReservedCode</c> and <c>ReserveCode</c>, so both are taken. <c>Label</c> is 1 (is), 2 (may be) or 3 (is suspected to be).</remarks>
public static partial class ContentLabel
{
    /// <summary>Characters at either end in which the explicit mark is looked for.</summary>
    public const int Within = 120;

    private const int LongestMetadata = 4000;

    private static readonly string[][] Fields = [["Label"], ["ContentProducer"], ["ProduceID"], ["ReservedCode1", "ReserveCode1"], ["ContentPropagator"], ["PropagateID"], ["ReservedCode2", "ReserveCode2"]];

    public static ContentMarks Find(string text)
    {
        var (label, flaw, rest) = Metadata(text);
        return new ContentMarks(Words(rest), label, flaw);
    }

    private static string? Words(string text)
    {
        var plain = text.Trim();
        string[] ends = plain.Length <= 2 * Within ? [plain] : [plain[..Within], plain[^Within..]];
        return ends.Select(end => Mark().Match(end)).FirstOrDefault(match => match.Success)?.Value;
    }

    /// <returns>And the text without the metadata, whose words are no explicit mark.</returns>
    private static (string? Label, string? Flaw, string Others) Metadata(string text)
    {
        var key = Key().Match(text);
        if (!key.Success)
        {
            return (null, null, text);
        }

        var start = key.Index + key.Length;
        var bytes = Encoding.UTF8.GetBytes(text[start..Math.Min(text.Length, start + LongestMetadata)]);
        try
        {
            var reader = new Utf8JsonReader(bytes);
            using var document = JsonDocument.ParseValue(ref reader);
            var rest = text.Remove(key.Index, key.Length + Encoding.UTF8.GetCharCount(bytes, 0, (int)reader.BytesConsumed));
            var missing = Fields.FirstOrDefault(names => !Array.Exists(names, name => document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String));
            if (missing is not null)
            {
                return (null, missing[0], rest);
            }

            var label = document.RootElement.GetProperty("Label").GetString();
            return label is "1" or "2" or "3" ? (label, null, rest) : (null, "Label", rest);
        }
        catch (JsonException)
        {
            return (null, "AIGC", text);
        }
    }

    [GeneratedRegex("(?:人工智能|AI|ＡＩ|大模型|智能助手)[^。！？\n]{0,8}(?:生成|合成|创作)|(?:generated|synthesi[sz]ed|created|produced|written) (?:by|with|using) (?:an? )?(?:AI\\b|artificial intelligence)|\\bAI[- ]?(?:generated|synthesi[sz]ed|created)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Mark();

    [GeneratedRegex("\"?AIGC\"?\\s{0,4}[:=]\\s{0,4}(?=\\{)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Key();
}
