namespace Workbench.Core.Reports.Formats;

/// <summary>The report's style sheet, with the product's own colours before it.</summary>
internal static class ReportStyle
{
    public static string Css { get; } = Read("tokens.css") + Read("report.css");

    private static string Read(string name)
    {
        using var stream = typeof(ReportStyle).Assembly.GetManifestResourceStream($"Workbench.Core.Reports.{name}") ?? throw new InvalidOperationException(name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
