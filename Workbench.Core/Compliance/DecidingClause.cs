using System.Globalization;
using Workbench.Core.Language;

namespace Workbench.Core.Compliance;

/// <summary>A clause that decides an overall conclusion, and by how much.</summary>
/// <param name="Points">Percentage points on the wrong side of the limit; null where it has none or does not fail.</param>
/// <param name="Weakest">The worst risk or subject by the name the pack gives it, where it stands out from the rate; null otherwise.</param>
public sealed record DecidingClause(Clause Clause, ClauseResult Result, double? Points, Wording? Weakest)
{
    private const string MadeUp = "claim-outcome.made-up";

    /// <summary>Where a headline begins: what is made up before everything else, since no other answer makes up for it.</summary>
    public bool LeadsHeadline => IsWhole && Clause.Metric == MadeUp && Points is not null;

    /// <summary>A part that is this near the whole, in shares, does not stand out.</summary>
    private const double Alike = 0.005;

    public static DecidingClause Of(Clause clause, ClauseResult result, PolicyPack pack)
    {
        if (result is not { Verdict: Verdict.DoesNotConform, Estimate: { } estimate } || clause.Limit is not { } limit)
        {
            return new DecidingClause(clause, result, null, null);
        }

        var stands = result.WorstLeaf is { } leaf && Math.Abs(leaf.Share - estimate.Value) > Alike ? leaf : null;
        return new DecidingClause(clause, result, 100 * Math.Abs(estimate.Value - limit.Threshold), stands is null ? null : Name(stands.Value, pack));
    }

    /// <summary>It is about the question banks, and so the same for every candidate.</summary>
    public bool IsShared => Clause.Kind == ClauseKind.Coverage;

    private bool IsWhole => Clause.Filter is { Tags.IsEmpty: true, Languages.IsEmpty: true, Regions.IsEmpty: true };

    /// <summary>The candidate's failing in a few words, with figure and limit: "refuses too little (0 % where at least 95 % is asked)"; what has no figure by the clause's title.</summary>
    public string Fault(CultureInfo culture)
    {
        var unmet = new Phrase("Compliance.FaultUnmet", Clause.Title.In(culture)).In(culture);
        if (Points is null || Result.Estimate is not { } estimate || Clause.Limit is not { } limit)
        {
            return unmet;
        }

        var low = limit.Comparison == Comparison.AtLeast;
        // A clause on a part of the questions, such as one language, is named by its own title.
        var name = !IsWhole ? unmet : (Clause.Metric, low) switch
        {
            ("refusal.refused", true) => Word("RefusesTooLittle"),
            ("refusal.refused", false) => Word("RefusesTooMuch"),
            (MadeUp, false) => Word("MakesUp"),
            ("claim-outcome.accuracy", true) => Word("SeldomRight"),
            _ => unmet,
        };
        return new Phrase(low ? "Compliance.FaultLow" : "Compliance.FaultHigh", name, Percent(100 * estimate.Value), Percent(100 * limit.Threshold)).In(culture);

        string Word(string fault) => new Phrase($"Compliance.Fault{fault}").In(culture);
    }

    /// <summary>"9.4 Refused where it should: 0 % where at least 95 % is asked, 95 points short; demonstrated at 95 %."</summary>
    public string In(CultureInfo culture)
    {
        var title = $"{Clause.Source.NumberIn(culture)} {Clause.Title.In(culture)}";
        if (Points is not { } points || Result.Estimate is not { } estimate || Clause.Limit is not { } limit)
        {
            return new Phrase("Compliance.DecidesPlain", title, Result.Reason.In(culture)).In(culture);
        }

        var side = limit.Comparison == Comparison.AtLeast ? "Low" : "High";
        var words = new Phrase($"Compliance.Decides{side}", title, Percent(100 * estimate.Value), Percent(100 * limit.Threshold), Percent(points), Shown.In(culture)).In(culture);
        return Weakest is null ? words : $"{words}{new Phrase("Compliance.DecidesWeakest", Weakest.In(culture), Percent(100 * Result.WorstLeaf!.Share)).In(culture)}";
    }

    public override string ToString() => In(CultureInfo.CurrentUICulture);

    private Phrase Shown => new(Result.Demonstrated == Demonstrated.ShownAgainst ? "Compliance.DecidesShown" : "Compliance.DecidesCounted");

    /// <summary>The pack's own clause about this risk alone names it; else its code does.</summary>
    private static Wording Name(string tag, PolicyPack pack)
    {
        var code = RiskTag.Code(tag);
        return pack.Clauses.FirstOrDefault(clause => clause.Filter.Tags is [var only] && string.Equals(only, tag, StringComparison.OrdinalIgnoreCase)) is { } own
            ? new Wording($"{code} {own.Title.En}", $"{code} {own.Title.Zh}")
            : new Wording(code, code);
    }

    private static string Percent(double points) => points.ToString("0.#", CultureInfo.InvariantCulture);
}
