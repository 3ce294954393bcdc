using System.ComponentModel;
using Spectre.Console.Cli;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>serve</c>, and what no command means: the web workbench.</summary>
public sealed class ServeCommand : AsyncCommand<ServeCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandOption("--urls <URLS>")]
        [Description("Where to listen, for example http://127.0.0.1:5210.")]
        public string? Urls { get; init; }

        [CommandOption("--demo")]
        [Description("A demonstration workspace with one person per role.")]
        public bool Demo { get; init; }

        [CommandOption("--accounts")]
        [Description("Everybody signs in, also the first person, also on this machine; the first account is made with a code printed here.")]
        public bool Accounts { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var app = await WorkbenchApp.BuildAsync(settings, cancellationToken);
        await app.StartAsync(cancellationToken);
        foreach (var address in app.Urls)
        {
            Console.Out.WriteLine($"Workbench: {address}");
        }

        await ServeAnnouncements.SetUpAsync(app, cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
        return ExitCode.Done;
    }
}
