using System.Globalization;
using System.Resources;
using System.Text.Json.Nodes;

namespace Workbench.Cli;

/// <summary>What a command says when it is done: one JSON document, or one line in the person's language.</summary>
public static class CommandOutput
{
    private static readonly ResourceManager Text = new("Workbench.Cli.CliText", typeof(CommandOutput).Assembly);

    public static string Say(string key, params object?[] arguments) =>
        string.Format(CultureInfo.CurrentCulture, Text.GetString(key, CultureInfo.CurrentUICulture) ?? key, arguments);

    public static void Write(bool json, JsonObject document, string line) => Console.Out.WriteLine(json ? document.ToJsonString(CommandJson.Options) : line);
}
