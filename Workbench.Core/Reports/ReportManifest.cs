using System.Globalization;
using Workbench.Core.Inference;

namespace Workbench.Core.Reports;

/// <summary>What was tested, how it was asked, and whether every answer that was due is there.</summary>
internal static class ReportManifest
{
    public static void Write(HtmlWriter html, ReportContent content)
    {
        html.Heading("system", "SystemUnderTest");
        foreach (var candidate in content.Run.Candidates)
        {
            html.Element("h3", candidate.Name);
            var settings = candidate.Settings ?? content.Suite.Settings;
            var facts = content.Run.Models is { } models && models.TryGetValue(candidate.Name, out var found) ? found : null;
            html.Facts(
                ("Model", candidate.Model),
                ("ModelHash", facts?.Sha256),
                ("CandidateHash", candidate.Hash),
                ("Engine", facts?.Engine),
                ("SystemPrompt", candidate.SystemPrompt ?? content.Suite.System),
                ("Sampling", Settings(settings)),
                ("NullRunner", candidate.IsNull ? html.Words("NullRunnerNote") : null));
        }

        html.Heading("manifest", "Manifest");
        html.Facts(
            ("RunId", content.Run.Id),
            ("StartedBy", content.Run.StartedBy),
            ("Questions", HtmlWriter.Count(content.Run.Limit is { } limit ? Math.Min(limit, content.Suite.Samples.Length) : content.Suite.Samples.Length)),
            ("Repeats", HtmlWriter.Count(content.Suite.Repeats)),
            ("Scorers", string.Join(", ", content.Suite.Scorers.Select(scorer => scorer.Kind))),
            ("License", content.Suite.License),
            ("Mode", html.Words(content.Run.Reproducible ? "ModeReproducible" : "ModeThroughput")));
        if (content.Assessment is { } assessment)
        {
            Integrity(html, assessment);
        }
    }

    private static void Integrity(HtmlWriter html, Compliance.Assessment assessment)
    {
        html.Heading("integrity", "Integrity");
        html.Element("p", html.Words("IntegrityNote"));
        html.Block("table", () =>
        {
            html.HeaderRow("Candidate", "Queued", "Answered", "Graded", "Errors", "Unscored", "MissingAnswers", "RepeatedAnswers", "Balance");
            html.Block("tbody", () =>
            {
                foreach (var candidate in assessment.Candidates)
                {
                    var integrity = candidate.Integrity;
                    html.Block("tr", () =>
                    {
                        html.Element("th", candidate.Name);
                        foreach (var number in (int[])[integrity.Queued, integrity.Answered, integrity.Graded, integrity.Errors, integrity.Unscored, integrity.Missing, integrity.Repeated])
                        {
                            html.Element("td", HtmlWriter.Count(number), "number");
                        }

                        html.Element("td", html.Words(integrity.Whole ? "BalanceWhole" : "BalanceNot"));
                    });
                }
            });
        }, "grid integrity");
    }

    private static string Settings(GenerateSettings settings) => string.Create(
        CultureInfo.InvariantCulture,
        $"max {settings.MaxTokens} · temperature {settings.Temperature} · top-p {settings.TopP} · top-k {settings.TopK} · min-p {settings.MinP} · seed {settings.Seed?.ToString(CultureInfo.InvariantCulture) ?? "–"}");
}
