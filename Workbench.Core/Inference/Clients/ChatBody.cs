using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Clients;

/// <summary>The body of a request in the OpenAI protocol. What is at its neutral value is left out: strict servers refuse fields they don't know.</summary>
internal static class ChatBody
{
    /// <param name="extensions">The endpoint is one of ours and knows the <c>x_</c> fields.</param>
    /// <exception cref="InputException">The JSON schema is not JSON.</exception>
    public static JsonObject Chat(string model, GenerateRequest request, bool extensions)
    {
        var settings = request.Settings;
        var body = new JsonObject
        {
            ["model"] = model,
            ["messages"] = Messages(request.Messages),
            ["stream"] = true,
            ["stream_options"] = new JsonObject { ["include_usage"] = true },
            ["max_tokens"] = settings.MaxTokens,
            ["temperature"] = settings.Temperature,
        };
        Add(body, "top_p", settings.TopP, settings.TopP < 1);
        Add(body, "top_k", settings.TopK, settings.TopK > 0);
        Add(body, "min_p", settings.MinP, settings.MinP > 0);
        Add(body, "seed", settings.Seed, settings.Seed is not null);
        Add(body, "logprobs", true, request.Logprobs);
        Add(body, "x_return_prompt", true, extensions);
        Add(body, "x_interactive", true, extensions && request.Interactive);
        if (!settings.Stop.IsEmpty)
        {
            body["stop"] = new JsonArray([.. settings.Stop.Select(static text => JsonValue.Create(text))]);
        }

        if (settings.JsonSchema is { } schema)
        {
            body["response_format"] = new JsonObject
            {
                ["type"] = "json_schema",
                ["json_schema"] = new JsonObject { ["name"] = "answer", ["strict"] = true, ["schema"] = Parse(schema) },
            };
        }

        return body;
    }

    public static JsonObject Likelihood(string model, LikelihoodRequest request)
    {
        var body = new JsonObject { ["model"] = model };
        if (request.Prompt is { } prompt)
        {
            body["prompt"] = prompt;
        }
        else
        {
            body["messages"] = Messages(request.Messages);
        }

        body["continuations"] = new JsonArray([.. request.Continuations.Select(static text => JsonValue.Create(text))]);
        return body;
    }

    private static JsonArray Messages(IEnumerable<ChatMessage> messages) =>
        new([.. messages.Select(static message => new JsonObject { ["role"] = message.Role, ["content"] = message.Content })]);

    private static void Add<T>(JsonObject body, string name, T value, bool present)
    {
        if (present)
        {
            body[name] = JsonValue.Create(value);
        }
    }

    private static JsonNode? Parse(string schema)
    {
        try
        {
            return JsonNode.Parse(schema);
        }
        catch (JsonException exception)
        {
            throw new InputException(new InputProblem(new Phrase("Inference.SchemaNotJson", exception.Message), Field: "jsonSchema"));
        }
    }
}
