using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Core.Inference.Engine;

namespace Workbench.Hosting.ModelHost;

/// <summary>The conversation of a request with everything its template is given.</summary>
internal static class ConversationFields
{
    private static readonly HashSet<string> Reserved = ["messages", "tools", "documents", "bos_token", "eos_token", "add_generation_prompt"];

    /// <returns>Messages are empty where they were absent and not <paramref name="required"/>, or wrong.</returns>
    public static PromptSpec Read(RequestBody body, bool required)
    {
        var messages = ChatMessages.Read(body, required);
        return new PromptSpec([.. messages.Select(message => message.Plain)])
        {
            MessagesJson = messages.Any(message => message.IsMore) ? JsonSerializer.SerializeToElement(new JsonArray([.. messages.Select(message => message.ToJson())])) : null,
            Template = body.Text("x_template"),
            Prefill = body.Text("x_prefill"),
            Documents = ReadDocuments(body),
            Variables = ReadVariables(body),
        };
    }

    private static JsonElement? ReadDocuments(RequestBody body)
    {
        if (body.List("documents") is not { } documents || documents.GetArrayLength() == 0)
        {
            return null;
        }

        if (documents.EnumerateArray().Any(document => document.ValueKind is not (JsonValueKind.Object or JsonValueKind.String)))
        {
            body.Problem("documents", "a list of objects or texts");
        }

        return documents;
    }

    private static ImmutableDictionary<string, JsonElement> ReadVariables(RequestBody body)
    {
        var variables = ImmutableDictionary.CreateBuilder<string, JsonElement>(StringComparer.Ordinal);
        foreach (var entry in body.Object("chat_template_kwargs")?.EnumerateObject().ToArray() ?? [])
        {
            if (Reserved.Contains(entry.Name))
            {
                body.Refuse($"chat_template_kwargs.{entry.Name}", "given by the request itself");
            }

            variables[entry.Name] = entry.Value;
        }

        if (body.Field("reasoning_effort") is { } effort)
        {
            variables["reasoning_effort"] = effort;
        }

        return variables.ToImmutable();
    }
}
