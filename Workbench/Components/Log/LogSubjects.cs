using Workbench.Configuration;

namespace Workbench.Components.Log;

/// <summary>Where what an entry is about has its page.</summary>
public static class LogSubjects
{
    /// <returns>Null where there is none.</returns>
    public static string? UrlOf(string kind, string subject) => kind.Split('.')[0] switch
    {
        "run" or "cell" when subject.StartsWith("R-", StringComparison.Ordinal) => WorkbenchUrls.Run(subject),
        "report" when subject.StartsWith("R-", StringComparison.Ordinal) => WorkbenchUrls.Run(subject),
        "assessment" or "report" when subject.StartsWith("A-", StringComparison.Ordinal) => WorkbenchUrls.Assessment(subject),
        "decision" or "report" when subject.StartsWith("DR-", StringComparison.Ordinal) => WorkbenchUrls.Decision(subject),
        "season" => WorkbenchUrls.Race(subject),
        "candidate" => WorkbenchUrls.Candidate(subject),
        "comparison" when subject.StartsWith("C-", StringComparison.Ordinal) => WorkbenchUrls.Comparison(subject),
        "bank" when subject.StartsWith("Q-", StringComparison.Ordinal) => WorkbenchUrls.BankItem(subject),
        "evidence" when subject.StartsWith("EV-", StringComparison.Ordinal) => WorkbenchUrls.Evidence(subject),
        "person" or "token" => WorkbenchUrls.People(subject),
        "suite" => WorkbenchUrls.Suite(subject),
        _ => null,
    };
}
