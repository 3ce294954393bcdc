using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Workbench.Core.Suites;

/// <summary>Writes JSON values as YAML in the plainest form that reads back to the same: words bare, paragraphs as blocks, all else in quotation marks.</summary>
internal static partial class YamlText
{
    private const int LongLine = 100;

    /// <param name="form">Tells lists of texts, where one alone stands without brackets.</param>
    /// <param name="started">The first member goes on the line that is there.</param>
    public static void Members(StringBuilder text, JsonObject members, int indent, SuiteForm? form, bool started = false)
    {
        foreach (var (name, value) in members)
        {
            text.Append(' ', started ? 0 : indent).Append(Inline(name)).Append(':');
            started = false;
            var field = form?.Has(name) == true ? form[name] : null;
            var single = field?.Shape == FieldShape.Texts && value is JsonArray { Count: 1 } one ? one[0] : value;
            Value(text, single, indent + 2, field?.Of);
        }
    }

    private static void Value(StringBuilder text, JsonNode? value, int indent, SuiteForm? form)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } members:
                text.Append('\n');
                Members(text, members, indent, form);
                break;
            case JsonArray items when items.Count > 0 && !IsShort(items):
                text.Append('\n');
                foreach (var item in items)
                {
                    text.Append(' ', indent).Append('-');
                    if (item is JsonObject { Count: > 0 } each)
                    {
                        text.Append(' ');
                        Members(text, each, indent + 2, form, started: true);
                    }
                    else
                    {
                        Value(text, item, indent + 2, form);
                    }
                }

                break;
            case JsonArray items:
                text.Append(" [").AppendJoin(", ", items.Select(Flow)).Append("]\n");
                break;
            case JsonValue paragraph when paragraph.GetValueKind() == JsonValueKind.String && IsBlock(paragraph.GetValue<string>()):
                Block(text, paragraph.GetValue<string>(), indent);
                break;
            default:
                text.Append(' ').Append(value is null ? "null" : value is JsonObject ? "{}" : Bare(value)).Append('\n');
                break;
        }
    }

    private static bool IsShort(JsonArray items) => items.All(static item => item is JsonValue) && items.Sum(static item => item!.ToJsonString().Length) < LongLine;

    private static string Flow(JsonNode? item) => item!.GetValueKind() == JsonValueKind.String && item.GetValue<string>() is var text && text.Contains(',', StringComparison.Ordinal) ? Quoted(text) : Bare(item);

    private static string Bare(JsonNode value) => value.GetValueKind() == JsonValueKind.String ? Inline(value.GetValue<string>()) : value.ToJsonString();

    private static string Inline(string text) => Plain().IsMatch(text) && !Reserved().IsMatch(text) ? text : Quoted(text);

    // Several printable lines, the first not indented, none of them blank but for its spaces, at most one line end at the end.
    private static bool IsBlock(string text) => text.Contains('\n', StringComparison.Ordinal)
        && !char.IsWhiteSpace(text[0])
        && !text.EndsWith("\n\n", StringComparison.Ordinal)
        && text.All(static letter => letter == '\n' || IsPrintable(letter))
        && !text.Split('\n').Any(static line => line.Length > 0 && (line[0] == '\u3000' || string.IsNullOrWhiteSpace(line)));

    private static void Block(StringBuilder text, string paragraph, int indent)
    {
        var ended = paragraph[^1] == '\n';
        text.Append(ended ? " |\n" : " |-\n");
        foreach (var line in (ended ? paragraph[..^1] : paragraph).Split('\n'))
        {
            text.Append(' ', line.Length == 0 ? 0 : indent).Append(line).Append('\n');
        }
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"", text.Length + 2);
        foreach (var letter in text)
        {
            quoted.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                _ when IsPrintable(letter) => letter.ToString(),
                _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
            });
        }

        return quoted.Append('"').ToString();
    }

    private static bool IsPrintable(char letter) => letter is >= ' ' and not (>= '\u007f' and <= '\u00a0') and not ('\u2028' or '\u2029' or '\ufeff' or '\ufffe' or '\uffff');

    [GeneratedRegex(@"^\p{L}([\p{L}\p{N} .,;!?'()/%+_=-]*[\p{L}\p{N}.!?)%])?\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Plain();

    [GeneratedRegex(@"^(null|true|false|yes|no|on|off|y|n)\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Reserved();
}
