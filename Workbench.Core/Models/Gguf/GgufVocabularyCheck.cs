using System.Collections.Immutable;
using System.Globalization;

namespace Workbench.Core.Models.Gguf;

/// <summary>Tokenizer arrays must be of the types and lengths the engine reads them with, unchecked.</summary>
internal static class GgufVocabularyCheck
{
    public const string Tokens = "tokenizer.ggml.tokens";

    private const int Bytes = 256;

    /// <returns>Pieces of the vocabulary; null if it can't be told.</returns>
    public static int? Run(GgufChecks checks)
    {
        if (checks.Architecture.Length == 0)
        {
            checks.Report("general.architecture", "NoArchitecture");
        }

        var model = checks.Header.Values.GetValueOrDefault("tokenizer.ggml.model") as string;
        if (model is null)
        {
            checks.Report("tokenizer.ggml.model", "KeyMissing", checks.Architecture);
            return null;
        }

        if (model is "none" or "no_vocab")
        {
            return (int?)checks.Whole($"{checks.Architecture}.vocab_size", 1, GgufLimits.ArrayElements);
        }

        if (checks.Header.Values.GetValueOrDefault(Tokens) is not GgufWholeArray { ElementType: GgufValueType.Text, Count: > 0 } tokens)
        {
            checks.Report(Tokens, "NoTokens");
            return null;
        }

        SameLength(checks, "tokenizer.ggml.scores", tokens.Count, GgufValueType.F32);
        SameLength(checks, "tokenizer.ggml.token_type", tokens.Count, GgufValueType.I32, GgufValueType.U32);
        if (checks.Header.Values.TryGetValue("tokenizer.ggml.merges", out var merges) && merges is not GgufWholeArray { ElementType: GgufValueType.Text })
        {
            checks.Report("tokenizer.ggml.merges", "NotTexts");
        }
        else if (model == "gpt2" && merges is null)
        {
            checks.Report("tokenizer.ggml.merges", "KeyMissing", checks.Architecture);
        }

        if (model == "llama")
        {
            CheckBytes(checks, tokens);
        }

        foreach (var name in (string[])["bos", "eos"])
        {
            checks.Whole($"tokenizer.ggml.{name}_token_id", 0, tokens.Count - 1, otherwise: 0);
        }

        return tokens.Count;
    }

    /// <summary>Texts of the tokens that have a role, by role.</summary>
    public static ImmutableDictionary<string, string> SpecialTokens(GgufHeader header)
    {
        const string Start = "tokenizer.ggml.";
        const string End = "_token_id";
        var tokens = (header.Values.GetValueOrDefault(Tokens) as GgufWholeArray)?.Texts ?? [];
        return header.Values
            .Where(entry => entry.Key.StartsWith(Start, StringComparison.Ordinal) && entry.Key.EndsWith(End, StringComparison.Ordinal) && entry.Value is ulong id && id < (ulong)tokens.Count)
            .ToImmutableDictionary(entry => entry.Key[Start.Length..^End.Length], entry => tokens[(int)(ulong)entry.Value], StringComparer.Ordinal);
    }

    private static void SameLength(GgufChecks checks, string key, int length, params ReadOnlySpan<GgufValueType> types)
    {
        if (checks.Header.Values.TryGetValue(key, out var value) && !(value is GgufWholeArray array && types.Contains(array.ElementType) && array.Count == length))
        {
            var found = value is GgufWholeArray other ? $"{other.ElementType}[{other.Count.ToString(CultureInfo.InvariantCulture)}]" : value.GetType().Name;
            checks.Report(key, "ArrayLength", found, $"{types[0]}[{length.ToString(CultureInfo.InvariantCulture)}]");
        }
    }

    // A SentencePiece tokenizer falls back to bytes; the engine ends if one is asked for that is not there.
    private static void CheckBytes(GgufChecks checks, GgufWholeArray tokens)
    {
        var pieces = tokens.Texts.ToHashSet(StringComparer.Ordinal);
        for (var value = 0; value < Bytes; value++)
        {
            if (!pieces.Contains($"<0x{value:X2}>") && !(value < 128 && pieces.Contains(((char)value).ToString())))
            {
                checks.Report(Tokens, "ByteMissing", $"<0x{value:X2}>");
                return;
            }
        }
    }
}
