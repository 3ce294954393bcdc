using System.Globalization;
using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Components.Candidates;
using Workbench.Components.Compare;
using Workbench.Components.Hallucination;
using Workbench.Components.Home;
using Workbench.Components.Models;
using Workbench.Components.Races;
using Workbench.Components.Runs;
using Workbench.Components.Runs.Outputs;
using Workbench.Components.Suites;
using Workbench.Components.Trends;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Candidates;
using Workbench.Core.Storage.Comparisons;
using Workbench.Core.Storage.Governance;
using Workbench.Core.Storage.Races;
using Workbench.Core.Suites;
using Workbench.Hosting;
using Workbench.People;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Components;

/// <summary>Each page as each role: an act is offered to exactly those who may do it, and the others are told why not, in both languages.</summary>
public sealed class PagesOfRolesTests : ComponentTest
{
    private const string Text = "name: tiny\nversion: 1\nlanguage: en\nlicense: CC0-1.0\nscorers: [ { kind: includes } ]\nsamples:\n  - { id: a, prompt: Say a, target: a }\n";

    private static readonly Candidate Echo = new("null:echo", "null:echo");

    // Page, its address, what it offers, what that needs.
    private static readonly (Type Page, string Address, (string Name, object Value)[] Parameters, string Act, Permission Permission)[] Acts =
    [
        (typeof(RunsPage), "/runs", [], "a.btn.primary[href='/runs/new']", Permission.RunSuites),
        (typeof(RunPage), "/runs/R-0001", [("Id", "R-0001")], "button[title='{CancelTitle}']", Permission.RunSuites),
        (typeof(RunPage), "/runs/R-0001?sample=a&candidate=null%3Aecho", [("Id", "R-0001")], ".drawer footer button:not([data-copy])", Permission.RunSuites),
        (typeof(NewRunPage), "/runs/new", [], "button.primary[data-key='Ctrl+Enter']", Permission.RunSuites),
        (typeof(OutputsPage), "/runs/outputs", [], "button.primary[data-key='Ctrl+Enter']", Permission.RunSuites),
        (typeof(RescorePage), "/runs/R-0001/rescore", [("Id", "R-0001")], "button.primary[data-key='Ctrl+Enter']", Permission.RunSuites),
        (typeof(SuitesPage), "/suites", [], "a.btn.primary[href='/suites/new']", Permission.RunSuites),
        (typeof(SuitesPage), "/suites", [], "td a.btn[href^='/runs/new']", Permission.RunSuites),
        (typeof(SuitePage), "/suites/tiny", [("Name", "tiny")], "a.btn[href$='/edit']", Permission.RunSuites),
        (typeof(SuiteEditPage), "/suites/new", [], "button.primary[data-key='Ctrl+s']", Permission.RunSuites),
        (typeof(SuiteImportPage), "/suites/import", [], "button.primary[data-key='Ctrl+s']", Permission.RunSuites),
        (typeof(CandidatePage), "/candidates/x", [("Key", Echo.Hash)], "form.row button[type='submit']", Permission.RunSuites),
        (typeof(CandidatePage), "/candidates/x", [("Key", Echo.Hash)], "a.btn[href^='/runs/new']", Permission.RunSuites),
        (typeof(FirstSteps), "/", [], "a.btn[href='/runs/new']", Permission.RunSuites),
        (typeof(FirstSteps), "/", [], "a.btn[href='/races/new']", Permission.RaceCandidates),
        (typeof(HallucinationPage), "/hallucination", [], "a.btn[href='/runs/new']", Permission.RunSuites),
        (typeof(TrendsPage), "/suites/other/trends", [("Name", "other")], "a.btn[href^='/runs/new']", Permission.RunSuites),
        (typeof(ModelsPage), "/models", [], "button.primary", Permission.LoadModels),
        (typeof(ModelsPage), "/models", [], "td button.btn", Permission.LoadModels),
        (typeof(ModelsPage), "/models?model=demo-knows", [], ".drawer footer button", Permission.LoadModels),
        (typeof(ModelsPage), "/models?model=demo-knows&tab=memory", [], ".drawer button[type='submit']", Permission.LoadModels),
        (typeof(ComparePage), "/compare", [], "button.primary[data-key='Ctrl+Enter']", Permission.Vote),
        (typeof(ComparisonsPage), "/comparisons?delete=C-0001", [], "[data-delete]", Permission.Vote),
        (typeof(ComparisonsPage), "/comparisons?delete=C-0001", [], "td.num a.btn", Permission.Vote),
        (typeof(RacesPage), "/races", [], "a.btn.primary[href='/races/new']", Permission.RaceCandidates),
        (typeof(NewRacePage), "/races/new", [], "button[type='submit']", Permission.RaceCandidates),
        (typeof(RacePage), "/races/S-0001", [("Id", "S-0001")], "form.enter button[type='submit']", Permission.RaceCandidates),
        (typeof(RacePage), "/races/S-0001", [("Id", "S-0001")], "button.primary", Permission.RunSuites),
    ];

    private readonly TestDatabase _database = new();
    private readonly SignedIn _who = new();

    public PagesOfRolesTests()
    {
        DefaultWaitTimeout = TimeSpan.FromMinutes(1);
        Services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Workbench:ModelCaches", "false")]).Build());
        Services.AddLogging();
        Services.AddWorkspace(new Workspace(_database.Folder), _database.Factory);
        Services.AddSingleton<AuthenticationStateProvider>(_who);
        Services.AddSingleton<HeatBoards>().AddSingleton<JudgeChecks>();
    }

    private static CancellationToken Cancellation => Xunit.TestContext.Current.CancellationToken;

    public static TheoryData<Role, string> Visits =>
        new(from role in Enum.GetValues<Role>() from language in role is Role.Auditor or Role.Reviewer ? (string[])["en", "zh-Hans"] : ["en"] select (role, language));

    [Theory, MemberData(nameof(Visits))]
    public async Task Page_AsRole_OffersWhatItMayAndSaysWhyNot(Role role, string language)
    {
        await FillAsync();
        var people = Services.GetRequiredService<PeopleStore>();
        await people.AddAsync("Wen", [Role.Administrator], "correct horse battery", Actor.Owner, Cancellation);
        _who.Person = await people.AddAsync("Lin", [role], "correct horse battery", Actor.Owner, Cancellation);
        Speak(language);
        List<string> wrong = [];
        foreach (var (type, address, parameters, act, permission) in Acts)
        {
            Services.GetRequiredService<NavigationManager>().NavigateTo(address);
            var page = Render(builder =>
            {
                builder.OpenComponent(0, type);
                builder.AddMultipleAttributes(1, parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value)));
                builder.CloseComponent();
            });
            var selector = act.Replace("{CancelTitle}", Services.GetRequiredService<Microsoft.Extensions.Localization.IStringLocalizer<RunsText>>()["CancelTitle"], StringComparison.Ordinal);
            var may = Permissions.RolesWith(permission).Contains(role);
            page.WaitForState(() => page.FindAll(may ? selector : $"[data-why='{permission}']").Count > 0);
            var reason = new Phrase($"Governance.Needs.{permission}", "Lin").In(CultureInfo.GetCultureInfo(language));
            if (!may && (page.FindAll(selector).Any(found => !found.HasAttribute("disabled")) || !page.Find($"[data-why='{permission}']").TextContent.Contains(reason, StringComparison.Ordinal)))
            {
                wrong.Add($"{address} {act}");
            }
        }

        Assert.Empty(wrong);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _database.Dispose();
    }

    /// <summary>A run that waits, a suite, a kept candidate, a comparison and a season.</summary>
    private async Task FillAsync()
    {
        var suite = Services.GetRequiredService<Core.Storage.Suites.SuiteFolder>().Add(SuiteFile.Parse(Text, "tiny.yaml"), Actor.Owner);
        await Services.GetRequiredService<RunQueue>().EnqueueAsync(new RunSpec(suite, [Echo]), Actor.Owner, Cancellation);
        await Services.GetRequiredService<CandidateStore>().KeepAsync(Echo, Actor.Owner, Cancellation);
        await Services.GetRequiredService<ComparisonStore>().SaveAsync(Comparisons.Given.Comparison(), Actor.Owner, Cancellation);
        await Services.GetRequiredService<SeasonStore>().CreateAsync("Cup", suite.Name, suite.Sha256, Actor.Owner, Cancellation);
    }

    private sealed class SignedIn : AuthenticationStateProvider
    {
        public Person? Person { get; set; }

        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(Person is null ? new ClaimsPrincipal() : Principals.Of(Person)));
    }
}
