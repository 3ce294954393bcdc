using System.Collections.Immutable;
using System.Globalization;
using Workbench.Configuration;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;

namespace Workbench.Components.Runs;

/// <summary>What the page of a run shows, as its address says it.</summary>
/// <param name="Outcome">An outcome as outputs name it, or <see cref="Failed"/>.</param>
/// <param name="After">Place of the last sample of the page before.</param>
/// <param name="Sample">The row that is marked.</param>
/// <param name="Candidate">With a sample: the cell whose drawer is open.</param>
/// <param name="Unfolded">Scorers whose measures are all shown, with commas between them.</param>
/// <param name="Find">Only measures whose name has these words.</param>
/// <param name="As"><see cref="Table"/> for the numbers behind plots.</param>
/// <param name="Problem">Only samples with a cell that has this kind of problem.</param>
/// <param name="Group">What the samples are put in groups by: one of <see cref="SampleGrouping.Dimensions"/>.</param>
/// <param name="Folded">Groups whose rows are not shown, a line for each.</param>
/// <param name="From">Group where the page begins.</param>
/// <param name="By">Only samples that this candidate has answered; with an outcome, with that outcome of its answers.</param>
public sealed record RunView(
    string RunId,
    bool OnlyDifferent = false,
    string? Outcome = null,
    string? Language = null,
    string? Region = null,
    string? Tag = null,
    string? Text = null,
    int? After = null,
    string? Tab = null,
    string? Sample = null,
    string? Candidate = null,
    int Repeat = 0,
    string? By = null,
    string? Unfolded = null,
    string? Find = null,
    string? As = null,
    string? Problem = null,
    string? Group = null,
    string? Folded = null,
    string? From = null)
{
    public const string Errors = "errors";
    public const string Sureness = "sureness";
    public const string Table = "table";
    public const string Failed = "error";
    public const string Splits = "splits";
    public const string Manifest = "manifest";
    public const string Different = "different";

    public MatrixFilter Filter => new(Known(Outcome), Outcome == Failed, Given(By), Given(Language), Region: Given(Region), Tag: Given(Tag), Text: Given(Text), OnlyDifferent: OnlyDifferent, Problem: Given(Problem));

    public MatrixPosition Position => new(After);

    public bool IsFiltered => Filter != new MatrixFilter();

    public bool IsGrouped => Group is not null && SampleGrouping.Dimensions.Contains(Group);

    public GroupPosition GroupPosition => new(From, From is null ? null : After);

    public ImmutableHashSet<string> FoldedGroups => Folded is null ? [] : [.. Folded.Split('\n').Select(each => each.Length == 0 ? each : each[1..])];

    /// <summary>With the group's rows shown, or left out.</summary>
    public RunView FoldGroup(string value)
    {
        var before = FoldedGroups;
        var fewer = before.Remove(value);
        var folded = fewer.Count < before.Count ? fewer : before.Add(value);

        // A mark before each, so that the group of no name can be one of them.
        return this with { Folded = folded.IsEmpty ? null : string.Join('\n', folded.Order(StringComparer.Ordinal).Select(each => "." + each)), Sample = null, Candidate = null, Repeat = 0 };
    }

    public bool HasDrawer => !string.IsNullOrEmpty(Sample) && !string.IsNullOrEmpty(Candidate);

    public RunView Closed => this with { Candidate = null, Repeat = 0 };

    /// <summary>Another filter begins at the first page, with nothing marked.</summary>
    public RunView Filtered(Func<RunView, RunView> change) => change(this with { After = null, From = null, Sample = null, Candidate = null, Repeat = 0, Tab = null });

    public bool IsUnfolded(string scorer) => Unfolded?.Split(',').Contains(scorer, StringComparer.Ordinal) == true;

    /// <summary>With all measures of the scorer, or with the first alone again.</summary>
    public RunView Fold(string scorer)
    {
        var open = (Unfolded?.Split(',') ?? []).Where(each => each.Length > 0).ToList();
        if (!open.Remove(scorer))
        {
            open.Add(scorer);
        }

        return this with { Unfolded = open.Count == 0 ? null : string.Join(',', open) };
    }

    /// <summary>Another tab, with nothing of this one.</summary>
    public RunView Turned(string? tab) => Closed with { Tab = tab, Unfolded = null, Find = null, As = null };

    public RunView Cell(string sample, string candidate, int repeat) => this with { Sample = sample, Candidate = candidate, Repeat = repeat };

    public string Url() => WorkbenchUrls.Run(
        RunId,
        ("tab", Tab),
        ("only", OnlyDifferent ? Different : null),
        ("outcome", Outcome),
        ("language", Language),
        ("region", Region),
        ("tag", Tag),
        ("text", Text),
        ("after", Number(After)),
        ("sample", Sample),
        ("candidate", Candidate),
        ("by", By),
        ("repeat", Repeat == 0 ? null : Number(Repeat)),
        ("unfolded", Unfolded),
        ("find", Find),
        ("as", As),
        ("problem", Problem),
        ("group", Group),
        ("folded", Folded),
        ("from", From));

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static Outcome? Known(string? word) => Enum.GetValues<Outcome>().Where(outcome => RunExport.Word<Outcome>(outcome) == word).Select(outcome => (Outcome?)outcome).FirstOrDefault();
}
