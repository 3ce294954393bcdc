using System.ComponentModel;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using Workbench.Core.Inference.Engine;
using Workbench.Core.Language;
using Workbench.Core.Models;
using Workbench.Core.Suites;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>suite show</c>: a suite, or what is sent for one of its samples.</summary>
public sealed class SuiteShowCommand : AsyncCommand<SuiteShowCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "<NAME>")]
        [Description("A suite file or folder, the name of a catalogued suite, or NAME@VERSION.")]
        public string Name { get; init; } = "";

        [CommandOption("--yaml")]
        [Description("As a suite file, variables filled in.")]
        public bool Yaml { get; init; }

        [CommandOption("--sample <ID>")]
        [Description("The conversation that asks one sample.")]
        public string? Sample { get; init; }

        [CommandOption("--model <MODEL>")]
        [Description("With --sample: the exact text that this model's own chat template makes of it.")]
        public string? Model { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var suite = await SuiteCommands.FindAsync(services, settings.Name, cancellationToken);
        if (settings.Sample is { } id)
        {
            WriteSample(services, suite, id, settings);
        }
        else if (settings.Json)
        {
            var content = JsonNode.Parse(SuiteCanonical.Write(suite))!.AsObject();
            content["sha256"] = suite.Sha256;
            Console.Out.WriteLine(content.ToJsonString(CommandJson.Options));
        }
        else if (settings.Yaml)
        {
            Console.Out.Write(SuiteYaml.Write(suite));
        }
        else
        {
            WriteTable(suite);
        }

        return ExitCode.Done;
    }

    private static void WriteTable(PromptSuite suite)
    {
        Console.Out.WriteLine($"{suite.Name} {suite.Version}  {suite.Sha256}");
        Console.Out.WriteLine(TerminalText.Lines(suite.DescriptionIn(System.Globalization.CultureInfo.CurrentUICulture) ?? ""));
        foreach (var sample in suite.Samples)
        {
            Console.Out.WriteLine($"{TerminalText.Line(sample.Id)}\t{sample.Language}\t{TerminalText.Line(sample.Prompt)}\t{TerminalText.Line(string.Join(" | ", sample.Targets))}");
        }
    }

    private static void WriteSample(IServiceProvider services, PromptSuite suite, string id, Settings settings)
    {
        var sample = suite.Samples.FirstOrDefault(each => each.Id == id) ?? throw new InputException(new InputProblem(new Phrase("Suites.ShotNoSample", id), Field: "--sample"));
        var messages = SampleMessages.Of(suite, sample);
        var prompt = settings.Model is { } model ? ModelPrompt.Of(Path(services, model), messages, TimeProvider.System.GetLocalNow()) : null;
        if (settings.Json)
        {
            var document = new JsonObject
            {
                ["id"] = sample.Id,
                ["messages"] = new JsonArray([.. messages.Select(message => new JsonObject { ["role"] = message.Role, ["content"] = message.Content })]),
            };
            if (prompt is not null)
            {
                (document["text"], document["template"]) = (prompt.Text, prompt.Origin);
            }

            Console.Out.WriteLine(document.ToJsonString(CommandJson.Options));
        }
        else if (prompt is not null)
        {
            Console.Out.WriteLine(TerminalText.Lines(prompt.Text));
        }
        else
        {
            foreach (var message in messages)
            {
                Console.Out.WriteLine($"[{message.Role}] {TerminalText.Lines(message.Content)}");
            }
        }
    }

    private static string Path(IServiceProvider services, string model) => services.GetRequiredService<ModelCatalog>().Find(model).Path;
}
