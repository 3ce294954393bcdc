using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Workbench.Core.Inference;

namespace Workbench.Core.Suites;

/// <summary>The one form of a suite that its hash is taken over: JSON in the shape of a suite file, prompts filled in, fields in fixed order, defaults left out.</summary>
public static class SuiteCanonical
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>SHA-256 of the canonical form, 64 lower-case hexadecimal digits.</summary>
    public static string Hash(PromptSuite suite)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Write(suite, false, hash.AppendData);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public static string Write(PromptSuite suite)
    {
        var bytes = new ArrayBufferWriter<byte>();
        Write(suite, false, bytes.Write);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>The canonical form with what the suite is about in every language it says; read back it is the same suite, with the same hash.</summary>
    public static string WriteTranslated(PromptSuite suite)
    {
        var bytes = new ArrayBufferWriter<byte>();
        Write(suite, !suite.Descriptions.IsEmpty, bytes.Write);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    internal const string Translations = "\"description\":{";

    /// <summary>Whether <see cref="WriteTranslated"/> wrote translations into it: no other member of that name holds an object, and within a text its quotes are escaped.</summary>
    public static bool IsTranslated(string content) => content.Contains(Translations, StringComparison.Ordinal);

    /// <summary>One sample, as it stands in the canonical form of its suite.</summary>
    public static string Write(Sample sample, PromptSuite suite)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, Options);
        Sample(json, sample, suite);
        json.Flush();
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    // In pieces, so that a suite of a hundred thousand samples is never there twice.
    private static void Write(PromptSuite suite, bool translated, Action<ReadOnlySpan<byte>> take)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, Options);
        json.WriteStartObject();
        json.WriteString("name", suite.Name);
        json.WriteNumber("version", suite.Version);
        json.WriteString("language", suite.Language);
        Add(json, "region", suite.Region);
        Add(json, "description", translated ? null : suite.Description);
        Add(json, "description", translated ? suite.Descriptions : PromptSuite.NoPairs);
        Add(json, "license", suite.License);
        Add(json, "fieldOfUse", suite.FieldOfUse);
        Add(json, "jurisdiction", suite.Jurisdiction);
        Add(json, "canary", suite.Canary);
        Add(json, "metadata", suite.Metadata);
        Add(json, "system", suite.System);
        Add(json, suite.FewShot.IsEmpty ? null : suite.FewShot);
        GenerateCanonical.Write(json, suite.Settings);
        json.WriteNumber("repeats", suite.Repeats);
        Add(json, suite.Scorers);
        json.WriteStartArray("samples");
        foreach (var sample in suite.Samples)
        {
            Sample(json, sample, suite);
            if (bytes.WrittenCount + json.BytesPending > 1 << 16)
            {
                Flush();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        Flush();

        void Flush()
        {
            json.Flush();
            take(bytes.WrittenSpan);
            bytes.ResetWrittenCount();
        }
    }

    private static void Sample(Utf8JsonWriter json, Sample sample, PromptSuite suite)
    {
        json.WriteStartObject();
        json.WriteString("id", sample.Id);
        if (sample.Turns.IsEmpty)
        {
            json.WriteString("prompt", sample.Prompt);
        }
        else
        {
            Messages(json, sample);
        }

        Add(json, "context", sample.Context);
        Add(json, "choices", sample.Choices);
        if (sample.RightChoices is [_, _, ..] right)
        {
            json.WriteStartArray("target");
            foreach (var each in right)
            {
                json.WriteNumberValue(each);
            }

            json.WriteEndArray();
        }
        else if (sample.TargetChoice is { } choice)
        {
            json.WriteNumber("target", choice);
        }
        else
        {
            Add(json, "target", sample.Targets);
        }

        Add(json, "distractors", sample.Distractors);
        if (!sample.Answerable)
        {
            json.WriteBoolean("answerable", false);
        }

        if (sample.ShouldRefuse is { } refuse)
        {
            json.WriteBoolean("shouldRefuse", refuse);
        }

        Add(json, "language", sample.Language == suite.Language ? null : sample.Language);
        Add(json, "region", sample.Region == suite.Region ? null : sample.Region);
        Add(json, "jurisdiction", sample.Jurisdiction == suite.Jurisdiction ? null : sample.Jurisdiction);
        Add(json, "fieldOfUse", sample.FieldOfUse == suite.FieldOfUse ? null : sample.FieldOfUse);
        Add(json, "system", sample.System);
        Add(json, sample.FewShot);
        Add(json, "cluster", sample.Cluster);
        Add(json, "tags", sample.Tags);
        Add(json, sample.Scorers);
        Add(json, "metadata", sample.Metadata);
        json.WriteEndObject();
    }

    private static void Messages(Utf8JsonWriter json, Sample sample)
    {
        json.WriteStartArray("messages");
        foreach (var turn in sample.Turns.Append(new ChatMessage("user", sample.Prompt)))
        {
            json.WriteStartObject();
            json.WriteString("role", turn.Role);
            json.WriteString("content", turn.Content);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static void Add(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    internal static void Add(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        if (texts.IsEmpty)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void Add(Utf8JsonWriter json, string name, ImmutableSortedDictionary<string, string> pairs)
    {
        if (pairs.IsEmpty)
        {
            return;
        }

        json.WriteStartObject(name);
        foreach (var (key, text) in pairs.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, text);
        }

        json.WriteEndObject();
    }

    private static void Add(Utf8JsonWriter json, ImmutableArray<FewShot>? shots)
    {
        if (shots is not { } given)
        {
            return;
        }

        json.WriteStartArray("fewShot");
        foreach (var shot in given)
        {
            json.WriteStartObject();
            json.WriteString(shot.SampleId is null ? "prompt" : "sample", shot.SampleId ?? shot.Prompt);
            json.WriteString("answer", shot.Answer);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Add(Utf8JsonWriter json, ImmutableArray<ScorerSpec> scorers)
    {
        if (scorers.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("scorers");
        foreach (var scorer in scorers)
        {
            json.WriteStartObject();
            json.WriteString("kind", scorer.Kind);
            foreach (var (name, text) in scorer.Settings)
            {
                json.WriteString(name, text);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
