using System.Collections.Immutable;
using Workbench.Core.Compliance;
using Workbench.Core.Decisions;
using Workbench.Core.Language;
using Workbench.Core.Runs;

namespace Workbench.Core.Reports;

/// <summary>Which report a subject can have, and of which of its candidates.</summary>
internal static class ReportSubjects
{
    /// <exception cref="InputException">The kind needs another subject.</exception>
    public static ReportKind KindFor(ReportOrder order, RunHeader run, Assessment? assessment, Decision? decision)
    {
        var kind = order.Kind ?? (decision is not null ? ReportKind.Decision : assessment is not null ? ReportKind.Audit : order.Against is null ? ReportKind.Run : ReportKind.Comparison);
        var fits = kind switch
        {
            ReportKind.Audit or ReportKind.Tc260 => assessment is not null,
            ReportKind.Decision => decision is not null,
            ReportKind.Comparison => order.Against is not null || run.Candidates.Count(candidate => !candidate.IsNull) > 1,
            _ => true,
        };
        return fits ? kind : throw new InputException(new InputProblem(new Phrase($"Reports.Needs{kind}", order.Subject), Field: "kind"));
    }

    /// <exception cref="InputException">No such candidate, or the kind is about one and there are several.</exception>
    public static ImmutableArray<string> Candidates(ReportOrder order, ReportKind kind, RunHeader run, Assessment? assessment, Decision? decision)
    {
        ImmutableArray<string> known = assessment is null || kind is ReportKind.Run or ReportKind.ModelCard or ReportKind.Comparison
            ? [.. run.Candidates.Select(candidate => candidate.Name)]
            : [.. assessment.Candidates.Select(candidate => candidate.Name)];
        var named = order.Candidate ?? decision?.Proposal.Candidate;
        if (named is not null)
        {
            return known.Contains(named) ? kind == ReportKind.Comparison ? known : [named] : throw Wrong("NoSuchCandidate", known, named);
        }

        if (kind is not (ReportKind.Tc260 or ReportKind.ModelCard))
        {
            return known;
        }

        ImmutableArray<string> models = [.. known.Where(name => run.Candidates.All(candidate => candidate.Name != name || !candidate.IsNull))];
        return models.Length == 1 ? models : throw Wrong("OneCandidate", known, ReportNames.Of(kind));
    }

    private static InputException Wrong(string key, IEnumerable<string> known, string value) =>
        new(new InputProblem(new Phrase($"Reports.{key}", value), Field: "candidate", Hint: new Phrase("Reports.CandidatesAre", string.Join(", ", known))));
}
