using System.Globalization;
using System.Security.Claims;
using Bunit;
using Bunit.Extensions.WaitForHelpers;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Components.Compare;
using Workbench.Components.Races;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Governance;
using Workbench.Hosting;
using Workbench.People;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Components;

/// <summary>Something that a page offers: there for who may, else absent or disabled with the reason.</summary>
/// <param name="Act">Selector of what is offered; several behind bars are offered together.</param>
public sealed record PageAct(Type Page, string Address, (string Name, object Value)[] Parameters, string Act, Permission Permission)
{
    /// <summary>Word by which the page marks the reason; null for the permission.</summary>
    public string? Why { get; init; }
}

/// <summary>Visits pages of one workspace as each role, and as somebody whose sign-in ended.</summary>
public abstract class RoleVisits : ComponentTest
{
    private readonly TestDatabase _database = new();
    private readonly SignedIn _who = new();

    protected RoleVisits()
    {
        DefaultWaitTimeout = TimeSpan.FromMinutes(1);
        Services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Workbench:ModelCaches", "false")]).Build());
        Services.AddLogging();
        Services.AddWorkspace(new Workspace(_database.Folder), _database.Factory);
        Services.AddSingleton<AuthenticationStateProvider>(_who);
        Services.AddSingleton<HeatBoards>().AddSingleton<JudgeChecks>();
        Services.AddSingleton(provider => new SignInGate(provider.GetRequiredService<PeopleStore>(), false, false));
    }

    /// <summary>Both languages where a role may least.</summary>
    public static TheoryData<Role?, string> Visits =>
        new(from role in Enum.GetValues<Role>().Cast<Role?>().Append(null) from language in role is null or Role.Auditor or Role.Reviewer ? (string[])["en", "zh-Hans"] : ["en"] select (role, language));

    protected static CancellationToken Cancellation => Xunit.TestContext.Current.CancellationToken;

    /// <returns>Lin, who has the role; without one she is no longer signed in.</returns>
    protected async Task<Person> EnterAsync(Role? role)
    {
        var people = Services.GetRequiredService<PeopleStore>();
        await people.AddAsync("Wen", [Role.Administrator, Role.Approver], "correct horse battery", Actor.Owner, Cancellation);
        var lin = await people.AddAsync("Lin", [role ?? Role.Administrator], "correct horse battery", Actor.Owner, Cancellation);
        _who.Person = role is null ? null : lin;
        return lin;
    }

    /// <returns>What is wrong with how the page offers the act.</returns>
    protected IEnumerable<string> Try(PageAct act, Role? role, string language)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(act.Address);
        var page = Render(builder =>
        {
            builder.OpenComponent(0, act.Page);
            builder.AddMultipleAttributes(1, act.Parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value)));
            builder.CloseComponent();
        });
        var may = role is { } one && Permissions.RolesWith(act.Permission).Contains(one);
        var told = $"[data-why~='{act.Why ?? act.Permission.ToString()}']";
        string[] offered = act.Act.Split(" | "), awaited = may ? offered : [told];
        try
        {
            page.WaitForState(() => awaited.All(each => page.FindAll(each).Count > 0));
        }
        catch (WaitForFailedException)
        {
            return [$"{act.Address} {string.Join(' ', awaited)} is not there"];
        }

        var reason = new Phrase($"Governance.Needs.{act.Permission}", role is null ? Actor.Nobody.Name : "Lin").In(CultureInfo.GetCultureInfo(language));
        return may ? []
            : offered.SelectMany(each => page.FindAll(each)).Any(found => !found.HasAttribute("disabled")) ? [$"{act.Address} {act.Act} is offered"]
            : page.FindAll(told).Count(found => found.TextContent.Contains(reason, StringComparison.Ordinal)) is var times and not 1 ? [$"{act.Address} {act.Act}: {times} times {reason}"]
            : [];
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _database.Dispose();
    }

    private sealed class SignedIn : AuthenticationStateProvider
    {
        public Person? Person { get; set; }

        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(Person is null ? new ClaimsPrincipal() : Principals.Of(Person)));
    }
}
