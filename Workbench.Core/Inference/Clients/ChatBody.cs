using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Clients;

/// <summary>The body of a request in the OpenAI protocol. What is at its neutral value is left out: strict servers refuse fields they don't know.</summary>
internal static class ChatBody
{
    /// <param name="endpoint">How the endpoint is called, for problems.</param>
    /// <exception cref="InputException">The JSON schema is not JSON.</exception>
    /// <exception cref="ModelUnavailableException">The request asks for what this endpoint does not offer.</exception>
    public static JsonObject Chat(string model, GenerateRequest request, EndpointDialect dialect, string endpoint)
    {
        var body = Settings(model, request, dialect, endpoint);
        body["messages"] = Messages(request.Messages);
        body["stream"] = true;
        body["stream_options"] = new JsonObject { ["include_usage"] = true };
        if (request.Prefill is { Length: > 0 } prefill && !dialect.Extensions)
        {
            // These servers leave the turn of the last message open.
            body["messages"]!.AsArray().Add(new JsonObject { ["role"] = "assistant", ["content"] = prefill });
            body["add_generation_prompt"] = false;
            body["continue_final_message"] = true;
        }

        return body;
    }

    /// <summary>For a host of ours: several answers to one conversation.</summary>
    public static JsonObject Samples(string model, GenerateRequest request, int count)
    {
        var body = Settings(model, request, EndpointDialect.Ours, "");
        body["messages"] = Messages(request.Messages);
        body["n"] = count;
        return body;
    }

    public static JsonObject Embeddings(string model, IEnumerable<string> texts) => new()
    {
        ["model"] = model,
        ["input"] = new JsonArray([.. texts.Select(static text => JsonValue.Create(text))]),
        ["encoding_format"] = "float",
    };

    private static JsonObject Settings(string model, GenerateRequest request, EndpointDialect dialect, string endpoint)
    {
        var settings = request.Settings;
        var body = new JsonObject { ["model"] = model, ["max_tokens"] = settings.MaxTokens, ["temperature"] = settings.Temperature };
        SamplerBody.AddStandard(body, settings);
        var beyond = SamplerBody.Beyond(settings).ToList();
        var refused = beyond.Select(static field => field.Field).Where(field => !dialect.Takes(field))
            .Concat(request.Prefill is { Length: > 0 } && !dialect.Continues ? ["prefill"] : Array.Empty<string>())
            .Concat(request.Template is not null && !dialect.Extensions ? ["template"] : Array.Empty<string>())
            .ToList();
        if (refused.Count > 0)
        {
            throw new ModelUnavailableException(new Phrase("Inference.SettingsNotOffered", endpoint, string.Join(", ", refused)));
        }

        foreach (var (field, value) in beyond)
        {
            body[field] = value;
        }

        Add(body, "logprobs", true, request.Logprobs);
        Add(body, "top_logprobs", request.TopLogprobs, request.Logprobs && request.TopLogprobs > 0);
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

        if (dialect.Extensions)
        {
            body["x_return_prompt"] = true;
            Add(body, "x_interactive", true, request.Interactive);
            Add(body, "x_prefill", request.Prefill!, request.Prefill is { Length: > 0 });
            Add(body, "x_template", request.Template!, request.Template is not null);
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
            throw new InputException(new InputProblem(new Phrase("Inference.SchemaNotJson", JsonWords.Of(exception)), Field: "jsonSchema"));
        }
    }
}
