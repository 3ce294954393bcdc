using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Language;

namespace Workbench.Core.Comparisons;

/// <summary>A model that columns need, as far as it matters for what fits together.</summary>
/// <param name="Bytes">What it takes once loaded, as estimated; null for what takes no memory here.</param>
public sealed record PaceModel(string Name, long? Bytes, bool IsLoaded);

/// <summary>Whether the columns answer at once or one model after another, and why.</summary>
public sealed record PacePlan(bool InTurn, Phrase Reason)
{
    public const string Together = "together";
    public const string OneByOne = "in-turn";

    /// <param name="wish"><see cref="Together"/>, <see cref="OneByOne"/>, or anything else for what fits.</param>
    /// <param name="available">Bytes that can still be taken; null where the system does not tell.</param>
    /// <param name="most">Models that may be loaded at once.</param>
    public static PacePlan For(string wish, IReadOnlyCollection<PaceModel> models, long? available, int most)
    {
        ImmutableArray<PaceModel> local = [.. models.Where(model => model.Bytes is not null).DistinctBy(model => model.Name)];
        var needed = local.Where(model => !model.IsLoaded).Sum(model => model.Bytes!.Value);
        var obstacle = local.Length > most ? new Phrase("Comparisons.PaceTooMany", Text(local.Length), Text(most))
            : local.Length > 1 && needed > available ? new Phrase("Comparisons.PaceTooLarge", Gibibytes(needed), Gibibytes(available.Value))
            : null;
        return wish switch
        {
            OneByOne => new PacePlan(true, new Phrase("Comparisons.PaceChosen")),
            Together => new PacePlan(false, obstacle is null ? new Phrase("Comparisons.PaceChosen") : new Phrase("Comparisons.PaceChosenAnyway", obstacle.ToString())),
            _ when obstacle is not null => new PacePlan(true, obstacle),
            _ when needed == 0 => new PacePlan(false, new Phrase("Comparisons.PaceNothingToLoad")),
            _ when available is null => new PacePlan(false, new Phrase("Comparisons.PaceUnknown")),
            _ => new PacePlan(false, new Phrase("Comparisons.PaceFits", Gibibytes(needed), Gibibytes(available.Value))),
        };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Gibibytes(long bytes) => (bytes / (double)(1L << 30)).ToString("0.0", CultureInfo.InvariantCulture);
}
