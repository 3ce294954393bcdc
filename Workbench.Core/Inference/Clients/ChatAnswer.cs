using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Clients;

/// <summary>An answer as it grows from the pieces of a stream.</summary>
internal sealed class ChatAnswer(string name, TimeProvider time)
{
    private const int LongestText = 16 * 1024 * 1024;

    private readonly long _started = time.GetTimestamp();
    private readonly StringBuilder _text = new();
    private readonly WholeText _whole = new();
    private readonly ImmutableArray<TokenLogprob>.Builder _logprobs = ImmutableArray.CreateBuilder<TokenLogprob>();
    private TimeSpan? _first;
    private StopReason? _stop;
    private ModelUsage? _usage;
    private string? _prompt;
    private TimeSpan? _writing;
    private int _pieces;

    /// <returns>What this piece adds; null when it adds no text and no token.</returns>
    /// <exception cref="ModelUnavailableException">The endpoint reports an error in the middle, or sends what is not the protocol.</exception>
    public GenerateUpdate? Add(ReadOnlyMemory<byte> data)
    {
        try
        {
            using var json = JsonDocument.Parse(data);
            return Add(json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new ModelUnavailableException(new Phrase("Inference.EndpointNotProtocol", name, EndpointWords.Strange(exception)), exception);
        }
    }

    /// <exception cref="ModelUnavailableException">The stream ended before the answer did.</exception>
    public ModelOutput Finish() => _stop is not { } stop
        ? throw new ModelUnavailableException(new Phrase("Inference.AnswerWithoutEnd", name)) { Fault = EndpointFault.Passing }
        : new ModelOutput(
            _text.ToString(),
            stop,
            _usage ?? new ModelUsage(0, 0, _logprobs.Count > 0 ? _logprobs.Count : _pieces),
            time.GetElapsedTime(_started),
            _first,
            _prompt,
            _logprobs.ToImmutable(),
            _writing);

    private GenerateUpdate? Add(JsonElement chunk)
    {
        if (chunk.TryGetProperty("error", out var error) && error.ValueKind != JsonValueKind.Null)
        {
            throw new ModelUnavailableException(new Phrase("Inference.EndpointFailed", name, EndpointWords.Of(chunk) ?? "")) { Fault = EndpointFault.Passing };
        }

        if (chunk.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object)
        {
            _usage = ReadUsage(usage);
        }

        if (chunk.TryGetProperty("x_prompt", out var prompt) && prompt.ValueKind == JsonValueKind.String)
        {
            _prompt = prompt.GetString();
        }

        _writing ??= HostTiming.Read(chunk).Writing;
        if (!chunk.TryGetProperty("choices", out var choices) || choices.ValueKind != JsonValueKind.Array || choices.GetArrayLength() == 0)
        {
            return null;
        }

        var choice = choices[0];
        if (choice.TryGetProperty("finish_reason", out var reason) && reason.ValueKind == JsonValueKind.String)
        {
            _stop = Stop(reason.GetString()!);
        }

        var text = choice.TryGetProperty("delta", out var delta) && delta.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String ? _whole.Append(WholeText.Read(content)) : "";
        text += _stop is null ? "" : _whole.Finish();
        var logprobs = TokenChoices.Read(choice);
        if (text.Length == 0 && logprobs.IsEmpty)
        {
            return null;
        }

        if (_text.Length + text.Length > LongestText)
        {
            throw new ModelUnavailableException(new Phrase("Inference.AnswerTooLong", name));
        }

        _first ??= time.GetElapsedTime(_started);
        _pieces++;
        _text.Append(text);
        _logprobs.AddRange(logprobs);
        return new GenerateUpdate(text, null, logprobs);
    }

    private static ModelUsage ReadUsage(JsonElement usage)
    {
        var cached = usage.TryGetProperty("prompt_tokens_details", out var details) && details.ValueKind == JsonValueKind.Object ? Count(details, "cached_tokens") : 0;
        return new ModelUsage(Count(usage, "prompt_tokens"), cached, Count(usage, "completion_tokens"));
    }

    private static int Count(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : 0;

    internal static StopReason Stop(string reason) => reason switch
    {
        "length" => StopReason.Length,
        "cancelled" or "canceled" or "abort" => StopReason.Cancelled,
        _ => StopReason.Stop,
    };
}
