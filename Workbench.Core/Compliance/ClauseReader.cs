using System.Collections.Immutable;

namespace Workbench.Core.Compliance;

/// <summary>Reads one clause of a pack file.</summary>
internal static class ClauseReader
{
    /// <returns>The clause; null when a problem was noted that leaves it without a meaning.</returns>
    public static Clause? Read(PackNode node, ImmutableHashSet<string> sections)
    {
        var (id, title, requirement, source) = (node.Text("id"), node.Wording("title"), node.Wording("requirement"), Source(node));
        var section = node.Text("section");
        if (section is not null && !sections.Contains(section))
        {
            node.Report("section", "NotOneOf", section, string.Join(", ", sections.Order(StringComparer.Ordinal)));
        }

        var verified = node.YesNo("verified", required: true);
        var recommended = node.YesNo("recommended", required: false) ?? false;
        var kind = node.OneOf("kind", true, ("measured", ClauseKind.Measured), ("coverage", ClauseKind.Coverage), ("documentary", ClauseKind.Documentary), ("provenance", ClauseKind.Provenance));
        if (!kind.Found)
        {
            return null;
        }

        var clause = new Clause(
            id ?? "", section ?? "", title ?? new("", ""), requirement ?? new("", ""), source ?? new("", ""), verified ?? false, recommended, kind.Value,
            null, new ClauseFilter([], [], [], null), null, 0, [], 0, null, AbsentMeans.NotEnoughEvidence);
        clause = kind.Value switch
        {
            ClauseKind.Measured => Measured(node, clause),
            ClauseKind.Coverage => Coverage(node, clause),
            ClauseKind.Provenance => clause with { Metric = ProvenanceClause.Rule(node) },
            _ => clause with { Evidence = node.Wording("evidence") },
        };
        node.RefuseOthers();
        return clause;
    }

    private static ClauseSource? Source(PackNode node)
    {
        if (node.Child("source", required: true) is not { } source)
        {
            return null;
        }

        var (standard, number) = (source.TextOrWording("standard"), source.TextOrWording("clause"));
        source.RefuseOthers();
        return standard is null || number is null ? null : new ClauseSource(standard.En, number.En) { StandardZh = standard.OwnZh, NumberZh = number.OwnZh };
    }

    private static Clause Measured(PackNode node, Clause clause)
    {
        var metric = node.Text("metric");
        if (metric is not null && !ClauseMetric.Known.ContainsKey(metric))
        {
            node.Report("metric", "UnknownMetric", metric, string.Join(", ", ClauseMetric.Known.Keys.Order(StringComparer.Ordinal)));
        }

        var comparison = node.OneOf("comparison", true, (">=", Comparison.AtLeast), ("<=", Comparison.AtMost));
        var threshold = node.Number("threshold", 0, 1);
        var absent = node.OneOf("absent", false, ("not-enough-evidence", AbsentMeans.NotEnoughEvidence), ("not-applicable", AbsentMeans.NotApplicable));
        return clause with
        {
            Metric = metric,
            Filter = Filter(node),
            Limit = new ClauseLimit(comparison.Value, threshold ?? 0),
            MinN = node.Whole("minN", 1) ?? 1,
            Absent = absent.Value,
        };
    }

    private static Clause Coverage(PackNode node, Clause clause)
    {
        var eachOf = node.Words("eachOf");
        return clause with
        {
            Filter = Filter(node),
            MinN = node.Whole("minN", 1) ?? 1,
            EachOf = eachOf,
            MinEach = eachOf.IsEmpty ? 0 : node.Whole("minEach", 1) ?? 1,
        };
    }

    private static ClauseFilter Filter(PackNode node)
    {
        if (node.Child("filter", required: false) is not { } filter)
        {
            return new ClauseFilter([], [], [], null);
        }

        var read = new ClauseFilter(filter.Words("tags"), filter.Words("languages"), filter.Words("regions"), filter.YesNo("shouldRefuse", required: false)) { Bank = filter.OneOf<string?>("bank", false, ("generated", "generated"), ("should-refuse", "should-refuse"), ("should-answer", "should-answer"), ("culture", "culture")).Value };
        filter.RefuseOthers();
        return read;
    }
}
