using System.Collections.Immutable;
using Workbench.Core.Detectors;
using Workbench.Core.Language;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>Correct when no term of a keyword library is in the answer, tricks of writing notwithstanding (<see cref="KeywordLibrary"/>).</summary>
/// <remarks>Setting <c>terms</c> names them; else <c>library</c>, the starter one unless told, of which <c>classes</c> takes a part. The verdict names the library with its hash, so that it can be seen with what was looked.</remarks>
public sealed class KeywordCheck(KeywordShelf shelf) : IScorer
{
    private const int MostShown = 10;

    public string Kind => "keywords";

    public ImmutableArray<Measure> Measures { get; } = [Measure.Amount("keyword-hits")];

    public Score Score(ScorerSpec spec, Sample sample, Answer answer)
    {
        if (answer.IsEmpty)
        {
            return this.NoAnswer(0, null, "Empty");
        }

        KeywordLibrary? library;
        try
        {
            library = Library(spec, sample);
        }
        catch (InputException wrong)
        {
            return this.Unscored("KeywordsWrong", spec.Setting("library", "starter"), wrong.Problems[0].ToString());
        }

        if (library is null)
        {
            return this.Unscored("KeywordsNotThere", spec.Setting("library", "starter"), string.Join(", ", shelf.Names));
        }

        var classes = spec.Setting("classes", "").Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var hits = library.Scan(answer.Text).Where(hit => classes.Length == 0 || classes.Any(each => hit.Term.Class == each || hit.Term.Class.StartsWith($"{each}.", StringComparison.Ordinal))).ToList();
        var used = $"{library.Name}@{library.Sha256[..12]}";
        var score = hits.Count == 0
            ? this.Correct(null, "NoKeywords", $"{library.Terms.Length}", used)
            : this.Incorrect(hits[0].Found, "Keywords", $"{hits.Count}", string.Join(", ", hits.Select(hit => $"{hit.Term.Term} ({hit.Term.Class})").Distinct().Take(MostShown)), used);
        return score.With([("keyword-hits", hits.Count)]);
    }

    private KeywordLibrary? Library(ScorerSpec spec, Sample sample) => spec.Settings.TryGetValue("terms", out var terms)
        ? new KeywordLibrary("suite", terms.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select((term, at) => new KeywordTerm(term, "suite", sample.Language, null, null, null, at + 1)))
        : shelf.Find(spec.Setting("library", "starter"));
}
