using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Engine;

/// <summary>A schema and the places in it that references name.</summary>
internal sealed class SchemaDocument(JsonNode? root)
{
    public JsonNode? Root { get; } = root;

    /// <exception cref="InputException">A name stands twice in one object.</exception>
    public static SchemaDocument Read(JsonElement schema)
    {
        try
        {
            return new SchemaDocument(JsonNode.Parse(schema.GetRawText(), documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }));
        }
        catch (JsonException exception)
        {
            throw new InputException(new InputProblem(new Phrase("Inference.SchemaNotJson", FailureWords.Of(exception)), Field: "response_format.schema"));
        }
    }

    /// <param name="reference"><c>#</c>, a JSON pointer after it (RFC 6901), or an anchor's name after it.</param>
    /// <returns>Null if there is nothing there, or it is another document.</returns>
    public JsonNode? Find(string reference)
    {
        if (!reference.StartsWith('#'))
        {
            return null;
        }

        var pointer = Uri.UnescapeDataString(reference[1..]);
        if (pointer.Length > 0 && pointer[0] != '/')
        {
            return Anchor(Root, pointer);
        }

        var node = Root;
        foreach (var step in pointer.Split('/').Skip(1).Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            node = node switch
            {
                JsonObject whole => whole[step],
                JsonArray list when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Count => list[index],
                _ => null,
            };
        }

        return node;
    }

    private static JsonNode? Anchor(JsonNode? node, string name) => node switch
    {
        JsonObject whole when whole["$anchor"] is JsonValue anchor && anchor.ToString() == name => whole,
        JsonObject whole => whole.Select(entry => Anchor(entry.Value, name)).FirstOrDefault(found => found is not null),
        JsonArray list => list.Select(item => Anchor(item, name)).FirstOrDefault(found => found is not null),
        _ => null,
    };
}
