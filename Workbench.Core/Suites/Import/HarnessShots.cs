using System.Collections.Immutable;
using System.Globalization;

namespace Workbench.Core.Suites.Import;

/// <summary>The examples of a task of lm-evaluation-harness: those written in it, or the first ones of a split. The harness draws others for each question at random; what it says of that is listed.</summary>
/// <param name="sample">Makes a sample of a row, without the task's description; null where it can't.</param>
internal sealed class HarnessShots(SuiteMap root, ImportNotes notes, Func<ImportRow, int, Sample?> sample)
{
    private const int Most = 100;

    private SuiteMap? Configured => root.Get("fewshot_config") as SuiteMap;

    /// <param name="path">Of a split's file; null where it is not beside the task.</param>
    /// <param name="asked">Name of the split that is asked.</param>
    /// <param name="samples">Of that split: an example drawn from it is one of them.</param>
    public ImmutableArray<FewShot> Read(Func<string, string?> path, string? asked, IReadOnlyList<Sample> samples)
    {
        var count = (int)Math.Clamp(root.GetNumber("num_fewshot") ?? 0, 0, int.MaxValue);
        if (count > Most)
        {
            notes.Report(root.Get("num_fewshot")!.Line, "num_fewshot", "TooManyShots", Most.ToString(CultureInfo.InvariantCulture));
            return [];
        }

        foreach (var (name, _) in Configured?.Entries.Where(entry => entry.Name.Text is not ("samples" or "sampler" or "split")) ?? [])
        {
            notes.Note(name.Line, $"fewshot_config.{name.Text}", "FieldNotMapped");
        }

        if (count == 0)
        {
            return [];
        }

        if (Configured?.Get("samples") is { } written)
        {
            return Written(written, count);
        }

        if (Configured?.GetText("sampler") is not "first_n")
        {
            notes.Note(root.Get("num_fewshot")!.Line, "num_fewshot", "ShotsAreFirst");
        }

        var split = Configured?.GetText("split") ?? root.GetText("fewshot_split") ?? root.GetText("training_split") ?? root.GetText("validation_split") ?? asked;
        if (split == asked)
        {
            return [.. samples.Take(count).Where(static each => each.Targets.Length > 0).Select(static each => new FewShot(each.Prompt, each.Targets[0], each.Id, each.Cluster))];
        }

        if (split is null || path(split) is not { } file)
        {
            notes.Note(root.Get("num_fewshot")!.Line, "num_fewshot", "ShotsElsewhere", split ?? "");
            return [];
        }

        var data = new ImportNotes(file);
        ImmutableArray<FewShot> shots = [.. ForeignTable.Read(file, data).Take(count).Select((row, at) => sample(new ImportRow(row, data), at + 1)).OfType<Sample>().Where(each => each.Targets.Length > 0).Select(each => new FewShot(each.Prompt, each.Targets[0]))];
        notes.Problems.AddRange(data.Problems);
        return shots;
    }

    private ImmutableArray<FewShot> Written(SuiteNode written, int count)
    {
        if (written is not SuiteList { Items: var items } || items.Any(item => item is not SuiteMap))
        {
            notes.Note(written.Line, "fewshot_config.samples", "ShotsNotWritten");
            return [];
        }

        return [.. items.Cast<SuiteMap>().Take(count).Select((row, at) => sample(new ImportRow(row, notes), at + 1)).OfType<Sample>().Where(each => each.Targets.Length > 0).Select(each => new FewShot(each.Prompt, each.Targets[0]))];
    }
}
