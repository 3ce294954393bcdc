using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Compliance;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;

namespace Workbench.Core.Reports;

/// <summary>The samples behind the numbers: failing ones first, so many of each clause and so much of each text that a report stays printable.</summary>
internal sealed class ReportAnnex
{
    private const int FailingEach = 20;
    private const int PassingEach = 5;
    private const int MostEntries = 400;
    private const int MostNames = 200;
    private const int MostCharacters = 1500;

    private readonly ReportContent _content;
    private readonly Dictionary<(string Candidate, string Sample, int Repeat), SampleResult> _results = [];
    private readonly Dictionary<(string Candidate, string Sample, int Repeat), int> _entries = [];

    public ReportAnnex(ReportContent content)
    {
        _content = content;
        foreach (var result in content.Results)
        {
            _results.TryAdd((result.Candidate, result.SampleId, result.Repeat), result);
        }

        foreach (var key in content.Assessment is { } assessment ? Chosen(assessment) : Chosen(content.Results))
        {
            if (_entries.Count < MostEntries && _results.ContainsKey(key))
            {
                _entries.TryAdd(key, _entries.Count);
            }
        }
    }

    public static string ClauseAnchor(int candidate, int clause) => string.Create(CultureInfo.InvariantCulture, $"c-{candidate}-{clause}");

    /// <summary>For each clause the names of its samples, linked where the annex holds them.</summary>
    public void WriteClauses(HtmlWriter html)
    {
        var titles = _content.Pack!.Clauses.ToDictionary(clause => clause.Id, clause => $"{clause.Source.Number} {clause.Title.In(html.Culture)}", StringComparer.Ordinal);
        foreach (var (index, candidate) in _content.Assessment!.Candidates.Index())
        {
            foreach (var (position, clause) in candidate.Clauses.Index())
            {
                html.Block("section", () =>
                {
                    html.Element("h4", $"{candidate.Name} · {titles[clause.ClauseId]}");
                    html.Element("p", clause.Reason.In(html.Culture));
                    Names(html, "FailingSamples", candidate.Name, clause.Failing);
                    Names(html, "PassingSamples", candidate.Name, clause.Passing);
                    if (!clause.Lacking.IsEmpty)
                    {
                        html.Element("p", html.Words("LackingTags", string.Join(html.Words("ListSeparator"), clause.Lacking.Select(tag => FormattableString.Invariant($"{tag.Tag} {tag.Count}/{tag.Least}")))));
                    }
                }, "behind", ClauseAnchor(index, position)).Markup("\n");
            }
        }
    }

    public void Write(HtmlWriter html)
    {
        html.Heading("annex", "Annex");
        html.Element("p", html.Words("AnnexNote", HtmlWriter.Count(_entries.Count), HtmlWriter.Count(_content.Results.Length), HtmlWriter.Count(MostCharacters)));
        var samples = _content.Suite.Samples.ToDictionary(sample => sample.Id, StringComparer.Ordinal);
        foreach (var (key, index) in _entries)
        {
            var result = _results[key];
            html.Block("article", () =>
            {
                html.Element("h4", $"{key.Sample} · {key.Candidate}{(key.Repeat == 0 ? "" : FormattableString.Invariant($" · {key.Repeat + 1}"))}");
                html.Element("p", html.Words("PromptLabel"), "caption");
                Quote(html, result.PromptSent ?? (samples.TryGetValue(key.Sample, out var sample) ? sample.Prompt : ""));
                html.Element("p", html.Words(result.Error is null ? "AnswerLabel" : "ErrorLabel"), "caption");
                Quote(html, result.Error?.In(html.Culture) ?? result.Answer ?? "");
                foreach (var score in result.Scores)
                {
                    html.Block("p", () => html.Element("span", html.Words($"Outcome{score.Outcome}"), $"outcome {score.Outcome}").Text($" {score.Scorer}{html.Words("Colon")}").Say(score.Reason), "score");
                }
            }, "sample", Anchor(index)).Markup("\n");
        }
    }

    private static IEnumerable<(string, string, int)> Chosen(Assessment assessment) =>
        from candidate in assessment.Candidates
        from clause in candidate.Clauses
        from reference in clause.Failing.Take(FailingEach).Concat(clause.Passing.Take(PassingEach))
        select (candidate.Name, reference.SampleId, reference.Repeat);

    private static IEnumerable<(string, string, int)> Chosen(ImmutableArray<SampleResult> results) =>
        from candidate in results.GroupBy(result => result.Candidate)
        from result in candidate.OrderBy(result => result.Scores.Any(score => score.Outcome == Outcome.Incorrect) ? 0 : 1).Take(3 * FailingEach)
        select (result.Candidate, result.SampleId, result.Repeat);

    private static string Anchor(int entry) => string.Create(CultureInfo.InvariantCulture, $"s-{entry}");

    private void Names(HtmlWriter html, string key, string candidate, ImmutableArray<SampleReference> references)
    {
        if (references.IsEmpty)
        {
            return;
        }

        html.Block("p", () =>
        {
            html.Say(key, HtmlWriter.Count(references.Length));
            foreach (var reference in references.Take(MostNames))
            {
                var name = reference.Repeat == 0 ? reference.SampleId : FormattableString.Invariant($"{reference.SampleId}#{reference.Repeat + 1}");
                _ = _entries.TryGetValue((candidate, reference.SampleId, reference.Repeat), out var entry)
                    ? html.Text(" ").Element("a", name, href: $"#{Anchor(entry)}")
                    : html.Text(" ").Element("span", name);
            }

            if (references.Length > MostNames)
            {
                html.Text(" ").Say("AndMore", HtmlWriter.Count(references.Length - MostNames));
            }
        });
    }

    private static void Quote(HtmlWriter html, string text)
    {
        var end = Math.Min(text.Length, MostCharacters);
        end -= end < text.Length && char.IsHighSurrogate(text[end - 1]) ? 1 : 0;
        html.Block("pre", () =>
        {
            html.Text(text[..end]);
            if (end < text.Length)
            {
                html.Text(" ").Element("i", html.Words("CutOff", HtmlWriter.Count(text.Length - end)));
            }
        }, "quote");
    }
}
