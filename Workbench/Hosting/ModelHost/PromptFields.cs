using System.Text.Json;
using Workbench.Core.Inference.Engine;

namespace Workbench.Hosting.ModelHost;

/// <summary>A raw prompt: text, or tokens as they are.</summary>
internal sealed record SentPrompt(string? Text, List<int> Tokens);

/// <summary>The prompts of a completion or the inputs of an embedding: a text, a list of texts, a list of tokens, or a list of those.</summary>
internal static class PromptFields
{
    private const int Most = 2048;

    /// <param name="most">Largest number of prompts.</param>
    /// <param name="parseControl">Control tokens written in a text count as such.</param>
    public static List<SentPrompt> Read(RequestBody body, string name, Vocabulary vocabulary, int most, bool parseControl = false)
    {
        var prompts = new List<SentPrompt>();
        switch (body.Field(name))
        {
            case { ValueKind: JsonValueKind.String } text:
                prompts.Add(Text(text));
                break;
            case { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() > 0 && list.EnumerateArray().All(IsNumber):
                Add(list, name);
                break;
            case { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() is > 0 && list.GetArrayLength() <= Math.Min(most, Most):
                foreach (var (index, item) in list.EnumerateArray().Index())
                {
                    switch (item.ValueKind)
                    {
                        case JsonValueKind.String:
                            prompts.Add(Text(item));
                            break;
                        case JsonValueKind.Array when item.EnumerateArray().All(IsNumber):
                            Add(item, $"{name}[{index}]");
                            break;
                        default:
                            body.Problem($"{name}[{index}]", "a text or a list of tokens");
                            break;
                    }
                }

                break;
            default:
                body.Problem(name, $"a text, a list of tokens, or a list of at most {Math.Min(most, Most)} of those");
                break;
        }

        return prompts;

        SentPrompt Text(JsonElement text) => new(text.GetString()!, PromptTokens.OfText(vocabulary, text.GetString()!, parseControl));

        void Add(JsonElement list, string place)
        {
            var tokens = list.EnumerateArray().Select(item => item.TryGetInt32(out var token) ? token : -1).ToList();
            if (tokens.Any(token => token < 0 || token >= vocabulary.Count))
            {
                body.Problem(place, $"token ids from 0 to {vocabulary.Count - 1}");
            }

            prompts.Add(new SentPrompt(null, tokens));
        }
    }

    private static bool IsNumber(JsonElement item) => item.ValueKind == JsonValueKind.Number;
}
