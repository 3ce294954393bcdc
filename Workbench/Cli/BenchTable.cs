using System.Globalization;
using System.Text;
using Workbench.Core.Inference.Engine;

namespace Workbench.Cli;

/// <summary>Figures as a section of docs/benchmarks.md.</summary>
internal static class BenchTable
{
    public static string Of(BenchMachine machine, IReadOnlyList<BenchFigure> figures) => Of(machine.Title, figures);

    public static string Of(string title, IReadOnlyList<BenchFigure> figures)
    {
        var text = new StringBuilder($"\n## {title}\n\n| part | figure | value | target | holds |\n|---|---|---|---|---|\n");
        foreach (var figure in figures)
        {
            var target = figure.AtLeast is { } least ? $"at least {Number(least)}" : figure.AtMost is { } most ? $"at most {Number(most)}" : "";
            text.Append(CultureInfo.InvariantCulture, $"| {figure.Part} | {figure.Name} | {$"{Number(figure.Value)} {figure.Unit}".TrimEnd()} | {target} | {figure.Holds switch { true => "yes", false => "**no**", null => "" }} |\n");
        }

        return text.ToString();
    }

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
