using System.ComponentModel;
using Spectre.Console.Cli;

namespace Workbench.Cli;

/// <summary>Options that every command has.</summary>
public class WorkspaceSettings : CommandSettings
{
    [CommandOption("--data <DIR>")]
    [Description("The workspace's folder.")]
    public string? Data { get; init; }

    [CommandOption("--json")]
    [Description("One JSON document on standard output, and nothing else there.")]
    public bool Json { get; init; }
}
