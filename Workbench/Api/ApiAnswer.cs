using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Workbench.Cli;
using Workbench.Core.Language;

namespace Workbench.Api;

/// <summary>Which part of a list is asked for.</summary>
/// <param name="Count">Items at most: 1 to 200, 50 unless told.</param>
/// <param name="After">What the answer before gave as <c>next</c>; null for the beginning.</param>
public readonly record struct ApiPage(int? Count, string? After)
{
    public const int Most = 200;

    /// <exception cref="InputException">It is not from 1 to 200.</exception>
    public int Size => Count is < 1 or > Most ? throw new InputException(new InputProblem(new Phrase("Suites.NotWhole", $"{Count}", "1", $"{Most}"), Field: "count")) : Count ?? 50;

    /// <exception cref="InputException">It is no number that an answer gave.</exception>
    public int Skip => After is null ? 0
        : int.TryParse(After, NumberStyles.None, CultureInfo.InvariantCulture, out var skip) ? Math.Min(skip, int.MaxValue / 2)
        : throw new InputException(new InputProblem(new Phrase("Suites.NotWhole", After, "0", $"{int.MaxValue / 2}"), Field: "after"));
}

/// <summary>Answers in the shapes that commands print with <c>--json</c>.</summary>
public static class ApiAnswer
{
    public static IResult Json(JsonNode document) => Results.Text(document.ToJsonString(CommandJson.Options), "application/json");

    /// <summary>A list that its store reads from an item on.</summary>
    /// <param name="read">Gives so many items after the one with that key.</param>
    public static async Task<IResult> PageAsync<T>(string name, ApiPage page, Func<int, string?, Task<ImmutableArray<T>>> read, Func<T, string> key, Func<T, JsonNode?> json)
    {
        var items = await read(page.Size + 1, string.IsNullOrEmpty(page.After) ? null : page.After);
        return Json(new JsonObject { [name] = new JsonArray([.. items.Take(page.Size).Select(json)]), ["next"] = items.Length > page.Size ? key(items[page.Size - 1]) : null });
    }

    /// <summary>A list that its store reads from its beginning.</summary>
    /// <param name="read">Gives at most so many items.</param>
    public static async Task<IResult> PageAsync<T>(string name, ApiPage page, Func<int, Task<ImmutableArray<T>>> read, Func<T, JsonNode?> json)
    {
        var (size, skip) = (page.Size, page.Skip);
        var items = await read(skip + size + 1);
        return Json(new JsonObject
        {
            [name] = new JsonArray([.. items.Skip(skip).Take(size).Select(json)]),
            ["next"] = items.Length > skip + size ? (skip + size).ToString(CultureInfo.InvariantCulture) : null,
        });
    }

    internal static JsonArray Strings(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    /// <summary>ISO 8601, UTC.</summary>
    internal static string? Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
