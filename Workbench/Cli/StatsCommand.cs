using System.ComponentModel;
using Spectre.Console.Cli;
using Workbench.Core.Language;

namespace Workbench.Cli;

/// <summary><c>stats NAME --input FILE|-</c>: the product's statistics on plain numbers, JSON in, JSON out; docs/statistics.md has an example of each.</summary>
public sealed class StatsCommand : AsyncCommand<StatsCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandOption("--input <FILE>")]
        [Description("A JSON file, or - for standard input.")]
        public string? Input { get; init; }
    }

    public static void AddTo(IConfigurator<CommandSettings> branch)
    {
        branch.SetDescription("The product's statistics on plain numbers: JSON in, JSON out.");
        foreach (var operation in StatsOperation.All)
        {
            branch.AddCommand<StatsCommand>(operation.Name)
                .WithDescription(operation.Description.Replace("[", "[[", StringComparison.Ordinal).Replace("]", "]]", StringComparison.Ordinal));
        }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var text = settings.Input switch
        {
            null => throw new InputException(new InputProblem(new Phrase("Statistics.FieldMissing"), Field: "--input")),
            StandardInput.Name => await Console.In.ReadToEndAsync(cancellationToken),
            var file when File.Exists(file) => await File.ReadAllTextAsync(file, cancellationToken),
            var file => throw new InputException(new InputProblem(new Phrase("Statistics.InputMissing"), file, Field: "--input")),
        };
        Console.Out.WriteLine(StatsOperation.Named(context.Name).Run(text, settings.Input).ToJsonString(CommandJson.Options));
        return ExitCode.Done;
    }
}
