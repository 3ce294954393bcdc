using System.Globalization;
using Workbench.Core.Language;

namespace Workbench.Core.Compliance;

/// <summary>What a clause can come to, as a sentence.</summary>
public static class PlanWords
{
    public static Phrase Of(Clause clause, ClauseForecast forecast)
    {
        if (forecast.Cover is { } cover)
        {
            return cover.Reason;
        }

        if (forecast.Lacks is { } method)
        {
            return method switch
            {
                ClauseMethod.People => new Phrase("Compliance.PlansNoPeople"),
                ClauseMethod.Judge => new Phrase("Compliance.PlansNoJudge"),
                _ => new Phrase("Compliance.MethodMissingScorer", clause.Metric ?? ""),
            };
        }

        var (n, least) = (Text(forecast.N), clause.Limit!.Comparison == Comparison.AtLeast);
        return forecast switch
        {
            { N: 0 } => new Phrase("Compliance.PlansNone"),
            _ when forecast.N < forecast.MinN => new Phrase("Compliance.PlansTooFew", n, Text(forecast.MinN)),
            { Needed: { } needed } when forecast.Groups < forecast.N => new Phrase(least ? "Compliance.PlansLeastTied" : "Compliance.PlansMostTied", n, Text(forecast.Allowed!.Value), Text(needed), Percent(clause.Limit.Threshold), Text(forecast.Groups)),
            { Needed: { } needed } => new Phrase(least ? "Compliance.PlansLeast" : "Compliance.PlansMost", n, Text(forecast.Allowed!.Value), Text(needed), Percent(clause.Limit.Threshold)),
            { Fewest: { } fewest } => new Phrase("Compliance.PlansTooFewToShow", n, Text(fewest), Percent(clause.Limit.Threshold)),
            _ => new Phrase("Compliance.PlansNeverShown", n, Percent(clause.Limit.Threshold)),
        };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Percent(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture);
}
