using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Suites;

/// <summary>Reads examples: <c>{ prompt, answer }</c>, or <c>{ sample }</c> for one of the suite's own samples with its target as the answer.</summary>
internal static class FewShotReader
{
    /// <returns>Null when the field is not there.</returns>
    public static ImmutableArray<ReadShot>? Read(SuiteFields owner)
    {
        if (owner.Children("fewShot") is not { } items)
        {
            return null;
        }

        var shots = ImmutableArray.CreateBuilder<ReadShot>(items.Count);
        foreach (var fields in items)
        {
            var (prompt, answer, sample) = (fields.Text("prompt"), fields.Text("answer"), fields.Text("sample"));
            fields.RefuseOthers();
            if (sample is not null && prompt is not null)
            {
                fields.Report("prompt", "ShotTwoPrompts");
            }
            else if (sample is null && string.IsNullOrWhiteSpace(prompt))
            {
                fields.Report("prompt", "Missing");
            }
            else if (sample is null && answer is null)
            {
                fields.Report("answer", "Missing");
            }
            else
            {
                shots.Add(new ReadShot(new FewShot(prompt ?? "", answer ?? "", sample), answer is not null, fields));
            }
        }

        return shots.ToImmutable();
    }

    /// <summary>Gives examples that were drawn from samples their questions and answers.</summary>
    public static ImmutableArray<FewShot>? Resolve(ImmutableArray<ReadShot>? shots, Func<string, Sample?> find)
    {
        if (shots is not { } read)
        {
            return null;
        }

        var resolved = ImmutableArray.CreateBuilder<FewShot>(read.Length);
        foreach (var (shot, hasAnswer, fields) in read)
        {
            if (shot.SampleId is not { } id)
            {
                resolved.Add(shot);
            }
            else if (find(id) is not { } sample)
            {
                fields.Report("sample", "ShotNoSample", id);
            }
            else if (!sample.Turns.IsEmpty)
            {
                fields.Report("sample", "ShotTurns", id);
            }
            else if (!hasAnswer && sample.Targets.IsEmpty)
            {
                fields.ReportWithHint(fields.Line, "answer", new Phrase("Suites.ShotNoTarget", id), new Phrase("Suites.ShotGiveAnswer"));
            }
            else
            {
                resolved.Add(new FewShot(sample.Prompt, hasAnswer ? shot.Answer : sample.Targets[0], id, sample.Cluster));
            }
        }

        return resolved.ToImmutable();
    }
}

/// <summary>An example as it stands in the file.</summary>
internal sealed record ReadShot(FewShot Shot, bool HasAnswer, SuiteFields Fields);
