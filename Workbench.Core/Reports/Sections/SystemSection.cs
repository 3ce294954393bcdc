using System.Globalization;
using Workbench.Core.Inference;
using Workbench.Core.Reports.Blocks;
using Workbench.Core.Runs;

namespace Workbench.Core.Reports.Sections;

/// <summary>What was tested: model, settings, and the machine it ran on.</summary>
internal static class SystemSection
{
    public static IEnumerable<ReportBlock> Of(ReportContent content, ReportTexts texts)
    {
        foreach (var summary in content.Summary.Candidates)
        {
            yield return new HeadingBlock(summary.Candidate.Name);
            foreach (var block in Candidate(summary.Candidate, content, texts))
            {
                yield return block;
            }
        }

        yield return texts.Heading("Machines");
        if (content.Run.Record.Environments.IsEmpty)
        {
            yield return texts.Text("NoMachine");
            yield break;
        }

        yield return texts.Table(texts.Words("Machines"), ["MachineSince", "Program", "OperatingSystem", "Processor", "MemoryColumn", "DevicesColumn"], content.Run.Record.Environments.Select(machine => ReportRow.Of(
            ReportTexts.Cell(ReportTexts.Time(machine.At)),
            new ReportCell($"Workbench {Short(machine.Workbench)}") { Notes = [machine.Runtime] },
            new ReportCell(machine.System) { Notes = [machine.Architecture] },
            new ReportCell(machine.Processor ?? "–") { Notes = [texts.Words("Threads", ReportTexts.Plain(machine.Threads))] },
            ReportTexts.Cell(machine.MemoryBytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.#} GiB") : "–"),
            ReportTexts.Cell(machine.Devices.IsEmpty ? "–" : texts.Join(machine.Devices)))));
    }

    public static IEnumerable<ReportBlock> Candidate(Candidate candidate, ReportContent content, ReportTexts texts)
    {
        var facts = content.Run.Models?.GetValueOrDefault(candidate.Name);
        var files = content.Run.Record.Files.GetValueOrDefault(candidate.Name);
        var card = content.Cards.GetValueOrDefault(candidate.Name);
        yield return texts.Facts(
            ("Model", candidate.Model),
            ("NullRunner", candidate.IsNull ? texts.Words("NullRunnerNote") : null),
            ("ModelHash", facts?.Sha256),
            ("CandidateHash", candidate.Hash),
            ("Architecture", facts?.Architecture),
            ("Quantisation", facts?.Quantisation),
            ("Parameters", facts?.Parameters is { } parameters ? ReportTexts.Count(parameters) : null),
            ("ContextLength", facts?.Context is { } context ? ReportTexts.Count(context) : null),
            ("Developer", card?.Developer),
            ("BaseModel", card?.BaseModel),
            ("ModelLicence", card?.License),
            ("Engine", facts?.Engine),
            ("Device", facts?.Device),
            ("TemplateHash", files?.Template),
            ("Adapters", texts.Join((files?.Adapters ?? []).Select(adapter => string.Create(CultureInfo.InvariantCulture, $"{adapter.Adapter} × {adapter.Scale} ({adapter.Sha256})")))),
            ("SystemPrompt", candidate.SystemPrompt ?? content.Suite.System),
            ("Sampling", candidate.IsNull ? null : Settings(candidate.Settings ?? content.Suite.Settings)));
    }

    private static string Short(string version) => version.IndexOf('+', StringComparison.Ordinal) is > 0 and var plus ? version[..Math.Min(version.Length, plus + 8)] : version;

    private static string Settings(GenerateSettings settings) => string.Create(
        CultureInfo.InvariantCulture,
        $"max_tokens {settings.MaxTokens} · temperature {settings.Temperature} · top_p {settings.TopP} · top_k {settings.TopK} · min_p {settings.MinP} · seed {settings.Seed?.ToString(CultureInfo.InvariantCulture) ?? "–"}");
}
