using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Hosting.ModelHost;

/// <summary>Tool calls of earlier answers, as templates want them: arguments as an object, where they are one.</summary>
internal static class SentToolCalls
{
    public static JsonArray Read(RequestBody body, JsonElement calls, string place)
    {
        var read = new JsonArray();
        if (calls.ValueKind != JsonValueKind.Array)
        {
            body.Problem(place, "a list of tool calls");
            return read;
        }

        foreach (var (index, call) in calls.EnumerateArray().Index())
        {
            if (call.ValueKind == JsonValueKind.Object && call.TryGetProperty("function", out var function) && function.ValueKind == JsonValueKind.Object
                && function.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String)
            {
                read.Add(new JsonObject
                {
                    ["id"] = call.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null,
                    ["type"] = "function",
                    ["function"] = new JsonObject { ["name"] = name.GetString(), ["arguments"] = Arguments(function) },
                });
            }
            else
            {
                body.Problem($"{place}[{index}]", "a call with function.name and function.arguments");
            }
        }

        return read;
    }

    private static JsonNode? Arguments(JsonElement function)
    {
        if (!function.TryGetProperty("arguments", out var arguments))
        {
            return new JsonObject();
        }

        if (arguments.ValueKind != JsonValueKind.String)
        {
            return JsonNode.Parse(arguments.GetRawText());
        }

        try
        {
            var bytes = Encoding.UTF8.GetBytes(arguments.GetString()!);
            BodyBytes.RepairSurrogates(bytes);
            return JsonNode.Parse(bytes) as JsonObject ?? (JsonNode?)arguments.GetString();
        }
        catch (JsonException)
        {
            // A model wrote it, and it need not be JSON: the template gets it as it is.
            return arguments.GetString();
        }
    }
}
