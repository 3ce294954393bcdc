using System.Collections.Immutable;
using Workbench.Core.Compliance;
using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Sections;

/// <summary>For each clause the names of its samples, linked where the annex holds them, otherwise to the workbench.</summary>
internal static class ClauseSamples
{
    private const int MostFailing = 100;
    private const int MostPassing = 30;

    public static IEnumerable<ReportBlock> Of(ReportContent content, ReportTexts texts)
    {
        if (content is not { Assessment: { } assessment, Pack: { } pack })
        {
            yield break;
        }

        var clauses = pack.Clauses.ToDictionary(clause => clause.Id, StringComparer.Ordinal);
        foreach (var (index, candidate) in assessment.Candidates.Index())
        {
            foreach (var (position, result) in candidate.Clauses.Index())
            {
                var clause = clauses[result.ClauseId];
                yield return new HeadingBlock($"{candidate.Name} · {clause.Source.NumberIn(texts.Culture)} {clause.Title.In(texts.Culture)}", ReportAnnex.Anchor(index, position));
                yield return new TextBlock(texts.Say(result.Reason));
                foreach (var block in Names("FailingSamples", result.Failing, MostFailing).Concat(Names("PassingSamples", result.Passing, MostPassing)))
                {
                    yield return block;
                }

                if (!result.Lacking.IsEmpty)
                {
                    yield return texts.Text("LackingTags", texts.Join(result.Lacking.Select(tag => FormattableString.Invariant($"{texts.Risk(content, tag.Tag)} {tag.Count}/{tag.Least}"))));
                }

                IEnumerable<ReportBlock> Names(string key, ImmutableArray<SampleReference> references, int most)
                {
                    if (references.IsEmpty)
                    {
                        yield break;
                    }

                    yield return texts.Text(key, ReportTexts.Count(references.Length));
                    yield return new ListBlock([.. references.Take(most).Select(reference => new ReportCell(reference.Repeat == 0 ? reference.SampleId : FormattableString.Invariant($"{reference.SampleId}#{reference.Repeat + 1}"))
                    {
                        Anchor = content.Annex.Anchor(candidate.Name, reference.SampleId, reference.Repeat),
                        Address = content.Addresses?.Sample(content.Run.Id, reference.SampleId, candidate.Name, reference.Repeat),
                    })], AreNames: true);
                    if (references.Length > most)
                    {
                        yield return texts.Text("AndMore", ReportTexts.Count(references.Length - most));
                    }
                }
            }
        }
    }
}
