using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using Workbench.Core.Comparisons;
using Workbench.Core.Inference;

namespace Workbench.Core.Storage.Comparisons;

/// <summary>Between rows and what Core knows.</summary>
internal static class ComparisonRows
{
    private const int TitleLength = 120;

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Id(long number) => string.Create(CultureInfo.InvariantCulture, $"C-{number:0000}");

    /// <returns>0, which no comparison has, for what is no comparison's id.</returns>
    public static long Number(string id) =>
        id.StartsWith("C-", StringComparison.OrdinalIgnoreCase) && long.TryParse(id.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public static string Json<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T From<T>(string json) => JsonSerializer.Deserialize<T>(json, Options)!;

    public static string Title(Comparison comparison)
    {
        var question = comparison.Turns.IsEmpty ? comparison.View.Draft : comparison.Turns[0].Question;
        var line = string.Join(' ', question.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= TitleLength ? line : line[..(char.IsHighSurrogate(line[TitleLength - 1]) ? TitleLength - 1 : TitleLength)] + "…";
    }

    public static ComparisonAnswerRow Row(long comparison, ComparisonAnswer answer) => new()
    {
        Comparison = comparison,
        Id = answer.Id,
        Json = Json(answer with { Tokens = [], Output = answer.Output is { } output ? output with { Text = "", Logprobs = [] } : null }),
        Tokens = answer.Tokens.IsDefaultOrEmpty ? null : Pack(answer.Tokens),
    };

    public static ComparisonAnswer Answer(ComparisonAnswerRow row)
    {
        var answer = From<ComparisonAnswer>(row.Json);
        return answer with { Tokens = row.Tokens is null ? [] : Unpack(row.Tokens), Output = answer.Output is { } output ? output with { Text = answer.Text } : null };
    }

    public static ComparisonHeader Header(ComparisonRow row)
    {
        var view = From<ComparisonView>(row.View);
        var candidates = From<ImmutableArray<Candidate>>(row.Candidates);
        return new ComparisonHeader(
            Id(row.Number),
            row.Title,
            view.Blind && !view.Revealed ? [] : candidates,
            candidates.Length,
            From<ImmutableArray<ComparisonTurn>>(row.Turns).Length,
            row.Answers,
            view.Blind,
            view.Revealed,
            row.By,
            row.At,
            row.Changed);
    }

    private static byte[] Pack(ImmutableArray<TokenLogprob> tokens)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(brotli, tokens, Options);
        }

        return packed.ToArray();
    }

    private static ImmutableArray<TokenLogprob> Unpack(byte[] packed)
    {
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<ImmutableArray<TokenLogprob>>(brotli, Options);
    }
}
