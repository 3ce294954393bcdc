using System.Text.Json.Nodes;

namespace Workbench.Core.Reports.Blocks;

/// <summary>A part of a report as JSON: what its hash is taken over.</summary>
public static class BlockJson
{
    public static JsonObject Of(ReportSection section) => new()
    {
        ["id"] = section.Id,
        ["title"] = Text(section.Title),
        ["blocks"] = new JsonArray([.. section.Blocks.Select(Of)]),
    };

    private static JsonObject Of(ReportBlock block) => block switch
    {
        HeadingBlock heading => new() { ["heading"] = Text(heading.Text), ["anchor"] = heading.Anchor },
        TextBlock text => new() { ["text"] = Text(text.Text), ["kind"] = text.Kind == TextKind.Plain ? null : text.Kind.ToString().ToLowerInvariant() },
        FactsBlock facts => new() { ["facts"] = new JsonArray([.. facts.Facts.Select(fact => new JsonObject { ["name"] = Text(fact.Name), ["value"] = Text(fact.Value) })]) },
        ListBlock list => new() { ["list"] = new JsonArray([.. list.Items.Select(Of)]) },
        TableBlock table => new() { ["table"] = Text(table.Title), ["columns"] = new JsonArray([.. table.Columns.Select(column => JsonValue.Create(Text(column)))]), ["rows"] = new JsonArray([.. table.Rows.Select(Of)]) },
        SampleBlock sample => new() { ["sample"] = Text(sample.Title), ["anchor"] = sample.Anchor, ["address"] = sample.Address, ["prompt"] = Text(sample.Prompt), [sample.IsError ? "error" : "answer"] = Text(sample.Answer), ["scores"] = new JsonArray([.. sample.Scores.Select(Of)]) },
        _ => throw new NotSupportedException(block.GetType().Name),
    };

    private static JsonObject Of(ReportRow row) => row.Group is { } group ? new() { ["group"] = Text(group) } : new() { ["cells"] = new JsonArray([.. row.Cells.Select(Of)]) };

    private static JsonNode? Of(ReportCell cell)
    {
        if (cell is { Number: null, Anchor: null, Address: null, Mark: null, Tone: null, Notes.IsEmpty: true })
        {
            return JsonValue.Create(Text(cell.Text));
        }

        var json = new JsonObject { ["text"] = Text(cell.Text) };
        Set(json, "number", cell.Number is { } number ? JsonValue.Create(number) : null);
        Set(json, "estimate", AssessmentJson.Estimate(cell.Mark?.Estimate));
        Set(json, "tone", cell.Tone is null ? null : JsonValue.Create(cell.Tone));
        Set(json, "anchor", cell.Anchor is null ? null : JsonValue.Create(cell.Anchor));
        Set(json, "address", cell.Address is null ? null : JsonValue.Create(cell.Address));
        Set(json, "notes", cell.Notes.IsEmpty ? null : new JsonArray([.. cell.Notes.Select(note => JsonValue.Create(Text(note)))]));
        return json;
    }

    private static void Set(JsonObject json, string name, JsonNode? value)
    {
        if (value is not null)
        {
            json[name] = value;
        }
    }

    private static string Text(string text) => VisibleText.Of(text);
}
