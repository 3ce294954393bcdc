using System.Globalization;
using System.Text.Json;
using Workbench.Core.Language;

namespace Workbench.Core.Suites;

/// <summary>Reads JSON into nodes; all of it counts as standing on one line, as in JSONL.</summary>
internal static class JsonNodes
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    /// <exception cref="InputException">Not JSON, too deep, or texts that are none.</exception>
    public static SuiteNode Read(string text, string file, int line)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            return Node(document.RootElement, line);
        }
        catch (JsonException broken)
        {
            throw new InputException(new InputProblem(new Phrase("Suites.NotJson", (broken.BytePositionInLine ?? 0).ToString(CultureInfo.InvariantCulture)), file, line));
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is allowed in JSON and is no text.
            throw new InputException(new InputProblem(new Phrase("Suites.HalfSurrogate"), file, line));
        }
    }

    private static SuiteNode Node(JsonElement element, int line) => element.ValueKind switch
    {
        JsonValueKind.Object => new SuiteMap([.. element.EnumerateObject().Select(entry => (new SuiteScalar(entry.Name, line, false, false), Node(entry.Value, line)))], line),
        JsonValueKind.Array => new SuiteList([.. element.EnumerateArray().Select(item => Node(item, line))], line),
        JsonValueKind.String => new SuiteScalar(element.GetString()!, line, false, false),
        JsonValueKind.Null => new SuiteScalar("", line, true, true),
        _ => new SuiteScalar(element.GetRawText(), line, true, false),
    };
}
