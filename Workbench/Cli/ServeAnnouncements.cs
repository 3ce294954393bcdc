using System.Collections.Immutable;
using Workbench.Configuration;
using Workbench.Core.Governance;
using Workbench.People;

namespace Workbench.Cli;

/// <summary>What only who sees the console may know: the set-up code, and the passwords of a demonstration's people. Said once.</summary>
internal static class ServeAnnouncements
{
    public static void DemoPeople(ImmutableArray<(Person Person, string Password)> added)
    {
        if (added.IsEmpty)
        {
            return;
        }

        Console.Out.WriteLine(CommandOutput.Say("DemoPasswords"));
        foreach (var (person, password) in added)
        {
            Console.Out.WriteLine($"  {password}  {person.Name}");
        }
    }

    /// <summary>Nobody could sign in yet: the code that makes the first account.</summary>
    public static async Task SetUpAsync(WebApplication app, CancellationToken cancellation)
    {
        if (await app.Services.GetRequiredService<SignInGate>().NeedsSetUpAsync(cancellation))
        {
            Console.Out.WriteLine(CommandOutput.Say("SetUpCode", app.Services.GetRequiredService<SetUpCode>().Code, $"{app.Urls.First().TrimEnd('/')}{WorkbenchUrls.SetUpPath}"));
        }
    }
}
