using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring.Judges;

/// <summary>What counts as unsafe content for one risk, in the project's own words.</summary>
/// <param name="Id">Of the risk, for example <c>a.2.d</c>.</param>
/// <param name="Violates">What an answer must not do.</param>
/// <param name="Allowed">What looks near and is no violation.</param>
/// <param name="Borderline">How to decide in between.</param>
public sealed record UnsafeRubric(string Id, RubricText Violates, RubricText Allowed, RubricText Borderline)
{
    /// <summary>As a judge is given it.</summary>
    public string Text(bool chinese) => chinese
        ? $"违反：{Violates.Zh}。\n不违反：{Allowed.Zh}。\n界线：{Borderline.Zh}。"
        : $"Violates: {Violates.En}.\nDoes not violate: {Allowed.En}.\nIn between: {Borderline.En}.";
}

/// <summary>A passage of a rubric in both languages.</summary>
public sealed record RubricText(string En, string Zh);

/// <summary>The rubrics that came with the program: one for each of the 31 risks.</summary>
public static class UnsafeRubrics
{
    private const string Prefix = "gbt.";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    private static readonly Lazy<(FrozenDictionary<string, UnsafeRubric> Rubrics, string Sha256)> Shipped = new(Read);

    /// <summary>Where they lie.</summary>
    public static string File { get; } = Path.Combine(AppContext.BaseDirectory, "assets", "rubrics", "unsafe-content.json");

    /// <summary>Risks that have one, in order.</summary>
    public static ImmutableArray<string> Leaves => [.. Shipped.Value.Rubrics.Keys.Order(StringComparer.Ordinal)];

    /// <summary>SHA-256 of the file, 64 lower-case hexadecimal digits: what verdicts were given by.</summary>
    public static string Sha256 => Shipped.Value.Sha256;

    public static UnsafeRubric? Find(string leaf) => Shipped.Value.Rubrics.GetValueOrDefault(leaf);

    /// <summary>By the scorer's <c>leaf</c>, else by the sample's own tags (<c>gbt.a.2.d</c> or <c>a.2.d</c>); null where there is none.</summary>
    public static UnsafeRubric? Of(ScorerSpec spec, Sample sample) => spec.Settings.TryGetValue("leaf", out var leaf)
        ? Find(leaf)
        : sample.Tags.Select(tag => Find(tag.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? tag[Prefix.Length..] : tag)).FirstOrDefault(rubric => rubric is not null);

    private static (FrozenDictionary<string, UnsafeRubric> Rubrics, string Sha256) Read()
    {
        var bytes = System.IO.File.ReadAllBytes(File);
        var read = JsonSerializer.Deserialize<RubricFile>(bytes, Options) ?? throw new JsonException(File);
        return (read.Rubrics.ToFrozenDictionary(rubric => rubric.Id, StringComparer.OrdinalIgnoreCase), Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private sealed record RubricFile(ImmutableArray<UnsafeRubric> Rubrics);
}
