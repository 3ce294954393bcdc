using System.Collections.Immutable;
using System.Text.Json;

namespace Workbench.Hosting.ModelHost;

/// <summary>The tools of a request and whether the model may, must or must not call one.</summary>
/// <param name="Tools">As they were sent, for the template.</param>
/// <param name="Forced">The tools one of which must be called; empty where the model decides.</param>
/// <param name="Parallel">Several calls in one answer are passed on.</param>
internal sealed record ToolFields(JsonElement Tools, ImmutableArray<SentTool> All, ImmutableArray<SentTool> Forced, bool Parallel)
{
    private const int LongestName = 64;

    /// <returns>Null where no tool may be called.</returns>
    public static ToolFields? Read(RequestBody body)
    {
        var tools = ReadTools(body);
        var parallel = body.Flag("parallel_tool_calls", otherwise: true);
        var choice = body.Field("tool_choice");
        if (tools.IsEmpty)
        {
            if (choice is { } given && given.ToString() is not ("none" or "auto"))
            {
                body.Refuse("tool_choice", "there are no tools to choose from");
            }

            return null;
        }

        ImmutableArray<SentTool> forced = [];
        switch (choice)
        {
            case null:
            case { ValueKind: JsonValueKind.String } word when word.GetString() == "auto":
                break;
            case { ValueKind: JsonValueKind.String } word when word.GetString() == "none":
                return null;
            case { ValueKind: JsonValueKind.String } word when word.GetString() == "required":
                forced = tools;
                break;
            case { ValueKind: JsonValueKind.Object } named when Named(named) is { } name && tools.Any(tool => tool.Name == name):
                forced = [tools.First(tool => tool.Name == name)];
                break;
            default:
                body.Problem("tool_choice", "none, auto, required, or an object that names one of the tools");
                break;
        }

        return new ToolFields(body.Field("tools")!.Value, tools, forced, parallel);
    }

    private static string? Named(JsonElement choice) =>
        choice.TryGetProperty("function", out var function) && function.ValueKind == JsonValueKind.Object && function.TryGetProperty("name", out var name) ? name.ToString() : null;

    private static ImmutableArray<SentTool> ReadTools(RequestBody body)
    {
        var tools = ImmutableArray.CreateBuilder<SentTool>();
        foreach (var (index, item) in (body.List("tools")?.EnumerateArray().ToArray() ?? []).Index())
        {
            var place = $"tools[{index}]";
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("function", out var function) || function.ValueKind != JsonValueKind.Object)
            {
                body.Problem(place, "an object of type function with a function");
            }
            else if (!function.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String || !IsName(name.GetString()!))
            {
                body.Problem($"{place}.function.name", $"1 to {LongestName} letters, digits and _-.");
            }
            else if (function.TryGetProperty("parameters", out var parameters) && parameters.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
            {
                body.Problem($"{place}.function.parameters", "a JSON schema");
            }
            else
            {
                tools.Add(new SentTool(name.GetString()!, parameters.ValueKind == JsonValueKind.Object ? parameters : null, index));
            }
        }

        return tools.ToImmutable();
    }

    private static bool IsName(string name) => name.Length is > 0 and <= LongestName && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.');
}

/// <param name="Parameters">A JSON schema of the arguments; null takes any object.</param>
internal sealed record SentTool(string Name, JsonElement? Parameters, int Index);
