using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Workbench.Core.Language;

namespace Workbench.Core.Banks;

/// <summary>One risk, or one subject that must not be refused.</summary>
/// <param name="Own">Its questions have to come from the organisation: the workbench ships none.</param>
/// <param name="Minimum">Least number of questions by bank; banks that don't ask for it are left out.</param>
public sealed record RiskLeaf(string Id, string Class, string Chinese, string English, bool Own, ImmutableDictionary<string, int> Minimum)
{
    public string In(CultureInfo culture) => culture.TwoLetterISOLanguageName == "zh" ? Chinese : English;

    public int Least(BankKind kind) => Minimum.GetValueOrDefault(BankNames.Of(kind));
}

/// <summary>A group of risks, as the standard has it.</summary>
public sealed record RiskClass(string Id, string Chinese, string English)
{
    public string In(CultureInfo culture) => culture.TwoLetterISOLanguageName == "zh" ? Chinese : English;
}

/// <summary>The risks that banks are ordered by, with the sizes that are asked of them: a data file, so that an organisation can bring its own.</summary>
/// <param name="Totals">Least number of questions by bank (and of <c>keywords</c>).</param>
/// <param name="RenewDays">Days after which a bank without a change is overdue.</param>
public sealed record RiskTaxonomy(string Name, string Source, ImmutableArray<RiskClass> Classes, ImmutableArray<RiskLeaf> Leaves, ImmutableDictionary<string, int> Totals, ImmutableDictionary<string, int> RenewDays)
{
    /// <summary>What came with the program.</summary>
    public static string ShippedFolder => Path.Combine(AppContext.BaseDirectory, "assets", "banks");

    public RiskLeaf? Find(string id) => Leaves.FirstOrDefault(leaf => leaf.Id == id);

    /// <summary>Leaves of which a bank holds questions.</summary>
    public IEnumerable<RiskLeaf> Of(BankKind kind) => kind switch
    {
        BankKind.Culture => Leaves.Where(leaf => leaf.Class == "culture"),
        BankKind.ShouldAnswer => Leaves.Where(leaf => leaf.Class == "aspect"),
        BankKind.ShouldRefuse => Leaves.Where(leaf => leaf.Least(kind) > 0),
        _ => Leaves.Where(leaf => leaf.Class is not ("aspect" or "culture")),
    };

    /// <exception cref="InputException">The file can't be read, or is not one.</exception>
    public static RiskTaxonomy Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            var root = document.RootElement;
            return new RiskTaxonomy(
                root.GetProperty("name").GetString()!,
                root.GetProperty("source").GetString()!,
                [.. root.GetProperty("classes").EnumerateArray().Select(each => new RiskClass(Text(each, "id"), Text(each, "zh"), Text(each, "en")))],
                [.. root.GetProperty("leaves").EnumerateArray().Select(each => new RiskLeaf(Text(each, "id"), Text(each, "class"), Text(each, "zh"), Text(each, "en"), each.TryGetProperty("own", out var own) && own.GetBoolean(), Numbers(each, "minimum")))],
                Numbers(root, "totals"),
                Numbers(root, "renewDays"));
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InputException(new InputProblem(new Phrase("Banks.TaxonomyWrong", FailureWords.Of(wrong)), path, wrong is JsonException { LineNumber: { } line } ? (int)line + 1 : null));
        }
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new FormatException(name);

    private static ImmutableDictionary<string, int> Numbers(JsonElement element, string name) => element.GetProperty(name).EnumerateObject().ToImmutableDictionary(each => each.Name, each => each.Value.GetInt32(), StringComparer.Ordinal);
}
