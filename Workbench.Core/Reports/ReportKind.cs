using Workbench.Core.Language;

namespace Workbench.Core.Reports;

/// <summary>What a report is for.</summary>
public enum ReportKind
{
    /// <summary>The numbers of a run.</summary>
    Run,

    /// <summary>An assessment in fourteen sections, for an auditor.</summary>
    Audit,

    /// <summary>The form that a filing in China asks for (TC260-003, clause 9.1), with its annexes as a workbook.</summary>
    Tc260,

    ModelCard,
    Decision,

    /// <summary>Two candidates of a run, or a run and an earlier one.</summary>
    Comparison,
}

/// <summary>A file that a report can be.</summary>
public enum ReportFormat
{
    Html,
    Pdf,
    Json,
    Xlsx,
}

/// <summary>Names of kinds and formats in commands, addresses and the log.</summary>
public static class ReportNames
{
    public static string Of(ReportKind kind) => kind == ReportKind.ModelCard ? "model-card" : kind.ToString().ToLowerInvariant();

    public static string Of(ReportFormat format) => format.ToString().ToLowerInvariant();

    /// <exception cref="InputException">No such kind.</exception>
    public static ReportKind Kind(string name) => Enum.GetValues<ReportKind>().Cast<ReportKind?>().FirstOrDefault(kind => Of(kind!.Value) == name)
        ?? throw new InputException(new InputProblem(new Phrase("Reports.UnknownKind", name, string.Join(", ", Enum.GetValues<ReportKind>().Select(Of))), Field: "kind"));

    /// <exception cref="InputException">No such format.</exception>
    public static ReportFormat Format(string name) => Enum.GetValues<ReportFormat>().Cast<ReportFormat?>().FirstOrDefault(format => Of(format!.Value) == name)
        ?? throw new InputException(new InputProblem(new Phrase("Reports.UnknownFormat", name, "html, pdf, json, xlsx, junit"), Field: "format"));

    public static string MediaType(ReportFormat format) => format switch
    {
        ReportFormat.Pdf => "application/pdf",
        ReportFormat.Json => "application/json; charset=utf-8",
        ReportFormat.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "text/html; charset=utf-8",
    };
}
