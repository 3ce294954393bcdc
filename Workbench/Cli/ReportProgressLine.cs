using System.Globalization;
using Workbench.Core.Reports;

namespace Workbench.Cli;

/// <summary>Says on one line of the terminal how far a report has come.</summary>
internal sealed class ReportProgressLine : IProgress<ReportProgress>
{
    private readonly Lock _writing = new();
    private int _width;

    public void Report(ReportProgress value)
    {
        lock (_writing)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"{100 * value.Done / Math.Max(1, value.Total),3} % {value.Doing}");
            Console.Error.Write($"\r{line.PadRight(_width)}\r");
            _width = line.Length;
        }
    }
}
