using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Workbench.Core.Compliance;
using Workbench.Core.Decisions;
using Workbench.Core.Evidence;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Reports;
using Workbench.Core.Runs;
using Workbench.Core.Storage.Decisions;

namespace Workbench.Core.Storage.Log;

/// <summary>Writes everything about a decision or an assessment as one folder that a stranger verifies: records, every answer, evidence files, reports, their hashes, and the log that holds them.</summary>
public sealed class EvidencePack(LogExport export, LogStore log, DecisionStore decisions, IAssessmentStore assessments, IRunStore runs, IEvidenceReader evidence, ReportWriter reports, TimeProvider time)
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <exception cref="InputException">There is no such decision or assessment, or the folder holds something.</exception>
    /// <exception cref="LogDamagedException">The log does not verify; nothing is written.</exception>
    public async Task<EvidenceManifest> WriteAsync(string subject, string folder, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.ExportLog);
        Permissions.Require(actor, Permission.ExportResults);
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new InputException(new InputProblem(new Phrase("Log.ExportFolderInUse", folder), folder, Hint: new Phrase("Log.ExportElsewhere")));
        }

        var decision = await decisions.FindAsync(subject, cancellation).ConfigureAwait(false);
        var assessment = await assessments.FindAsync(decision?.Proposal.AssessmentId ?? subject, cancellation).ConfigureAwait(false)
            ?? throw new InputException(new InputProblem(new Phrase("Log.NoEvidenceSubject", subject), Field: "ID"));
        var fresh = $"{folder}.{Guid.NewGuid():n}";
        try
        {
            var manifest = await WriteAsync(fresh, decision?.Id ?? assessment.Id, decision, assessment, actor, cancellation).ConfigureAwait(false);
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder);
            }

            Directory.Move(fresh, folder);
            return manifest;
        }
        catch when (Directory.Exists(fresh))
        {
            Directory.Delete(fresh, recursive: true);
            throw;
        }
    }

    private async Task<EvidenceManifest> WriteAsync(string folder, string subject, Decision? decision, Assessment assessment, Actor actor, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        if (decision is not null)
        {
            await TextAsync(folder, "subject/decision.json", JsonSerializer.Serialize(decision, Readable), cancellation).ConfigureAwait(false);
        }

        await TextAsync(folder, "subject/assessment.json", assessment.Content(), cancellation).ConfigureAwait(false);
        if (await assessments.PackAsync(assessment.PackSha256, cancellation).ConfigureAwait(false) is { } pack)
        {
            await TextAsync(folder, "subject/policy-pack.json", pack.Content(), cancellation).ConfigureAwait(false);
        }

        await RunAsync(folder, assessment.RunId, cancellation).ConfigureAwait(false);
        await EvidenceAsync(folder, decision, assessment, cancellation).ConfigureAwait(false);
        foreach (var language in (string[])["en", "zh-Hans"])
        {
            var file = Place(folder, $"reports/{subject}.{language}.html");
            await reports.WriteAsync(new ReportOrder(subject, ReportFormat.Html, CultureInfo.GetCultureInfo(language)), file, null, cancellation).ConfigureAwait(false);
        }

        await TextAsync(folder, "VERIFY.md", EvidenceInstructions.English, cancellation).ConfigureAwait(false);
        await TextAsync(folder, "VERIFY.zh-Hans.md", EvidenceInstructions.Chinese, cancellation).ConfigureAwait(false);
        var known = await KnownAsync(subject, assessment, cancellation).ConfigureAwait(false);
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => Described(folder, path, known)).ToImmutableArray();
        var sums = string.Concat(files.Select(file => $"{file.Sha256}  {file.Path}\n"));
        await TextAsync(folder, EvidenceManifest.SumsFile, sums, cancellation).ConfigureAwait(false);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sums)));
        var record = new LogRecord(EvidencePackCheck.EntryKind, subject, actor.Id, new JsonObject { ["sums"] = hash, ["files"] = files.Length });
        var (_, entry) = await export.WriteAsync(Path.Combine(folder, EvidenceManifest.LogFolder), record, cancellation).ConfigureAwait(false);
        var manifest = new EvidenceManifest(EvidenceManifest.FormatName, subject, time.GetUtcNow(), entry, hash, files);
        await TextAsync(folder, EvidenceManifest.FileName, manifest.ToJson(), cancellation).ConfigureAwait(false);
        return manifest;
    }

    private async Task RunAsync(string folder, string runId, CancellationToken cancellation)
    {
        if (await runs.FindAsync(runId, cancellation).ConfigureAwait(false) is not { } run)
        {
            return;
        }

        var suite = await runs.SuiteAsync(run.Id, cancellation).ConfigureAwait(false);
        await TextAsync(folder, "run/suite.json", await runs.SuiteContentAsync(run.Id, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        var cached = 0;
        var writer = new StreamWriter(Place(folder, "run/answers.jsonl"), false, new UTF8Encoding(false)) { NewLine = "\n" };
        await using (writer.ConfigureAwait(false))
        {
            await RunExport.WriteJsonLinesAsync(suite, Counted(), writer, cancellation).ConfigureAwait(false);
        }

        await TextAsync(folder, "run/manifest.json", RunManifest.Write(run, suite, cached).ToJsonString(Readable), cancellation).ConfigureAwait(false);

        async IAsyncEnumerable<SampleResult> Counted()
        {
            await foreach (var result in runs.ResultsAsync(run.Id, cancellation).ConfigureAwait(false))
            {
                cached += result.Cached ? 1 : 0;
                yield return result;
            }
        }
    }

    private async Task EvidenceAsync(string folder, Decision? decision, Assessment assessment, CancellationToken cancellation)
    {
        List<EvidenceSubject> subjects = [EvidenceSubject.Assessment(assessment.Id), EvidenceSubject.Parse($"run {assessment.RunId}")];
        subjects.AddRange(assessment.Candidates.SelectMany(candidate => candidate.Clauses).Select(clause => clause.ClauseId).Distinct(StringComparer.Ordinal).Select(clause => EvidenceSubject.Clause(assessment.Id, clause)));
        if (decision is not null)
        {
            subjects.Add(EvidenceSubject.Decision(decision.Id));
        }

        HashSet<string> written = [];
        foreach (var subject in subjects)
        {
            foreach (var file in await evidence.ForAsync(subject, cancellation).ConfigureAwait(false))
            {
                if (!written.Add(file.Id))
                {
                    continue;
                }

                var content = await evidence.OpenAsync(file.Id, cancellation).ConfigureAwait(false);
                await using var read = content.ConfigureAwait(false);
                var target = new FileStream(Place(folder, $"evidence/{file.Id}/{EvidenceRules.CleanName(file.Name)}"), FileMode.CreateNew, FileAccess.Write);
                await using var owned = target.ConfigureAwait(false);
                await content.CopyToAsync(target, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Hashes that earlier entries about the subject hold, and where: the assessment's own, those of pack and suite, those of evidence files.</summary>
    private async Task<Dictionary<string, long>> KnownAsync(string subject, Assessment assessment, CancellationToken cancellation)
    {
        Dictionary<string, long> known = [];
        foreach (var id in (string[])[subject, assessment.Id, assessment.RunId])
        {
            foreach (var entry in await log.SearchAsync(new LogFilter(Subject: id), 200, null, cancellation).ConfigureAwait(false))
            {
                Collect(JsonNode.Parse(entry.Body)?["detail"], entry.Index, known);
            }
        }

        foreach (var entry in await log.SearchAsync(new LogFilter("evidence.added"), 1000, null, cancellation).ConfigureAwait(false))
        {
            Collect(JsonNode.Parse(entry.Body)?["detail"], entry.Index, known);
        }

        return known;
    }

    private static void Collect(JsonNode? node, long index, Dictionary<string, long> known)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (_, value) in members)
                {
                    Collect(value, index, known);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Collect(item, index, known);
                }

                break;
            case JsonValue value when value.TryGetValue<string>(out var text) && text.Length == 64:
                known[text] = index;
                break;
        }
    }

    private static EvidencePackFile Described(string folder, string path, Dictionary<string, long> known)
    {
        using var content = File.OpenRead(path);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        return new EvidencePackFile(Path.GetRelativePath(folder, path).Replace('\\', '/'), hash, content.Length, known.TryGetValue(hash, out var index) ? index : null);
    }

    private static Task TextAsync(string folder, string path, string text, CancellationToken cancellation) => File.WriteAllTextAsync(Place(folder, path), text, new UTF8Encoding(false), cancellation);

    private static string Place(string folder, string path)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return file;
    }
}
