using System.Text.Json;
using Workbench.Core.Language;

namespace Workbench.Hosting.ModelHost;

/// <summary>Reads the fields of a request and collects everything wrong with them; null counts as absent.</summary>
internal sealed class RequestBody(JsonElement root)
{
    private readonly List<InputProblem> _problems = [];

    public static async Task<RequestBody> ReadAsync(HttpContext context)
    {
        using var document = JsonDocument.Parse(await BodyBytes.ReadAsync(context));
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? new RequestBody(document.RootElement.Clone())
            : throw new ApiException(400, "The body must be a JSON object.", null, "invalid_json");
    }

    public JsonElement? Field(string name) => root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public string? Text(string name) => Of(name, JsonValueKind.String, "text") is { } value ? value.GetString() : null;

    public JsonElement? Object(string name) => Of(name, JsonValueKind.Object, "an object");

    public JsonElement? List(string name) => Of(name, JsonValueKind.Array, "a list");

    public bool Flag(string name, bool otherwise = false)
    {
        if (Field(name) is not { } value)
        {
            return otherwise;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Problem(name, "true or false");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    public long? Whole(string name, long least, long most)
    {
        if (Field(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least && number <= most)
        {
            return number;
        }

        Problem(name, $"a whole number from {least} to {most}");
        return null;
    }

    public double? Number(string name, double least, double most)
    {
        if (Field(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= least && number <= most)
        {
            return number;
        }

        Problem(name, FormattableString.Invariant($"a number from {least} to {most}"));
        return null;
    }

    /// <summary>A text, or a list of texts.</summary>
    public List<string> Texts(string name, int most)
    {
        var texts = new List<string>();
        switch (Field(name))
        {
            case { ValueKind: JsonValueKind.String } one:
                texts.Add(one.GetString()!);
                break;
            case { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() <= most && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String):
                texts.AddRange(list.EnumerateArray().Select(item => item.GetString()!));
                break;
            case not null:
                Problem(name, $"a text or a list of at most {most} texts");
                break;
        }

        return texts;
    }

    public void Refuse(string name, string why) => _problems.Add(new InputProblem(new Phrase("Inference.FieldRefused", why), Field: name));

    public void Problem(string name, string wanted) => _problems.Add(new InputProblem(new Phrase("Inference.FieldWanted", wanted), Field: name));

    /// <exception cref="InputException">All problems found so far.</exception>
    public void ThrowIfWrong()
    {
        if (_problems.Count > 0)
        {
            throw new InputException([.. _problems]);
        }
    }

    private JsonElement? Of(string name, JsonValueKind kind, string wanted)
    {
        if (Field(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == kind)
        {
            return value;
        }

        Problem(name, wanted);
        return null;
    }
}
