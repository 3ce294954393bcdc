using System.Collections.Immutable;
using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using Spectre.Console.Cli;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Devices;
using Workbench.Core.Inference.Engine;
using Workbench.Core.Language;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>models devices</c>: what this machine has, which engine libraries are used on it, and why the others are not.</summary>
public sealed class ModelsDevicesCommand : AsyncCommand<ModelsDevicesCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandOption("--device <DEVICE>")]
        [Description("As a model would ask for it: cpu, gpu, cuda, vulkan, cuda:0, …")]
        public string? Device { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        ModelSettings.GiveLibraries(services.GetService<IConfiguration>());
        var machine = services.GetRequiredService<MachineWatch>().State.Current;
        var verdicts = EngineLibrary.Judge(DeviceWish.Parse(settings.Device), exact: false);
        var (library, problem) = Load(settings.Device);
        if (settings.Json)
        {
            Console.Out.WriteLine(Json(machine, verdicts, library, problem).ToJsonString(CommandJson.Options));
        }
        else
        {
            Print(machine, verdicts, library, problem);
        }

        return problem is null ? ExitCode.Done : ExitCode.ModelUnavailable;
    }

    private static (EngineLibrary? Library, Phrase? Problem) Load(string? device)
    {
        try
        {
            var library = EngineLibrary.Load(forced: null, exact: false, device);
            return (library, EngineDevice.Missing(device, library.Devices));
        }
        catch (ModelUnavailableException exception)
        {
            return (null, exception.Reason);
        }
    }

    private static JsonObject Json(MachineState machine, ImmutableArray<BackendVerdict> verdicts, EngineLibrary? library, Phrase? problem)
    {
        var document = MachineOutput.Json(machine);
        document["backends"] = new JsonArray([.. verdicts.Select(static verdict => new JsonObject
        {
            ["name"] = verdict.Name,
            ["usable"] = verdict.IsUsable,
            ["chosen"] = verdict.IsChosen,
            ["reason"] = verdict.Reason.ToString(),
        })]);
        document["engine"] = library is null ? null : new JsonObject
        {
            ["commit"] = library.Commit,
            ["backend"] = library.Folder.Backend,
            ["folder"] = library.Folder.Path,
            ["devices"] = new JsonArray([.. library.Devices.Select(static device => new JsonObject
            {
                ["name"] = device.Name,
                ["description"] = device.Description,
                ["kind"] = device.Kind,
                ["totalBytes"] = device.TotalBytes,
                ["freeBytes"] = device.FreeBytes,
            })]),
        };
        document["problem"] = problem?.ToString();
        return document;
    }

    private static void Print(MachineState machine, ImmutableArray<BackendVerdict> verdicts, EngineLibrary? library, Phrase? problem)
    {
        var processor = machine.Processor;
        Console.Out.WriteLine(CommandOutput.Say("DevicesProcessor", processor.Name ?? "–", processor.Cores, Gibibytes(processor.FreeBytes), Gibibytes(processor.TotalBytes)));
        foreach (var device in machine.Devices)
        {
            Console.Out.WriteLine(CommandOutput.Say("DevicesGraphics", device.Id ?? "–", device.Name, device.Driver, Gibibytes(device.FreeBytes), Gibibytes(device.TotalBytes), Figure(device.Load * 100, "%"), Figure(device.Watts, "W"), Figure(device.Celsius, "°C")));
        }

        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumn("").AddColumn("").AddColumn("");
        foreach (var verdict in verdicts)
        {
            table.AddRow(new Text(verdict.IsChosen ? "→" : " "), new Text(verdict.Name), new Text(verdict.Reason.ToString()));
        }

        Console.Out.WriteLine();
        AnsiConsole.Write(table);
        Console.Out.WriteLine();
        if (library is not null)
        {
            Console.Out.WriteLine(CommandOutput.Say("DevicesEngine", library.Commit, library.Folder.Path));
        }

        foreach (var device in library?.Devices ?? [])
        {
            Console.Out.WriteLine($"  {device.Name}  {device.Kind}  {device.Description}  {Gibibytes(device.FreeBytes)} / {Gibibytes(device.TotalBytes)} GiB");
        }

        if (problem is not null)
        {
            Console.Out.WriteLine(problem);
        }
    }

    private static string Gibibytes(long? bytes) => bytes is { } number ? (number / (double)(1 << 30)).ToString("0.00", CultureInfo.CurrentCulture) : "–";

    private static string Figure(double? value, string unit) => value is { } number ? $"{number.ToString("0", CultureInfo.CurrentCulture)} {unit}" : $"– {unit}";
}
