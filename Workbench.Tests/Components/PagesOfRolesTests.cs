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
using Workbench.Core.Runs;
using Workbench.Core.Storage.Candidates;
using Workbench.Core.Storage.Comparisons;
using Workbench.Core.Storage.Races;
using Workbench.Core.Suites;

namespace Workbench.Tests.Components;

/// <summary>Each page as each role: an act is offered to exactly those who may do it, and the others are told why not, in both languages.</summary>
public sealed class PagesOfRolesTests : RoleVisits
{
    private const string Text = "name: tiny\nversion: 1\nlanguage: en\nlicense: CC0-1.0\nscorers: [ { kind: includes } ]\nsamples:\n  - { id: a, prompt: Say a, target: a }\n";

    private static readonly Candidate Echo = new("null:echo", "null:echo");

    private static readonly PageAct[] Acts =
    [
        new(typeof(RunsPage), "/runs", [], "a.btn.primary[href='/runs/new']", Permission.RunSuites),
        new(typeof(RunPage), "/runs/R-0001", [("Id", "R-0001")], "button[title='{CancelTitle}']", Permission.RunSuites),
        new(typeof(RunPage), "/runs/R-0001?sample=a&candidate=null%3Aecho", [("Id", "R-0001")], ".drawer footer button:not([data-copy])", Permission.RunSuites),
        new(typeof(NewRunPage), "/runs/new", [], "button.primary[data-key='Ctrl+Enter']", Permission.RunSuites),
        new(typeof(OutputsPage), "/runs/outputs", [], "button.primary[data-key='Ctrl+Enter']", Permission.RunSuites),
        new(typeof(RescorePage), "/runs/R-0001/rescore", [("Id", "R-0001")], "button.primary[data-key='Ctrl+Enter']", Permission.RunSuites),
        new(typeof(SuitesPage), "/suites", [], "a.btn.primary[href='/suites/new']", Permission.RunSuites),
        new(typeof(SuitesPage), "/suites", [], "td a.btn[href^='/runs/new']", Permission.RunSuites),
        new(typeof(SuitePage), "/suites/tiny", [("Name", "tiny")], "a.btn[href$='/edit']", Permission.RunSuites),
        new(typeof(SuiteEditPage), "/suites/new", [], "button.primary[data-key='Ctrl+s']", Permission.RunSuites),
        new(typeof(SuiteImportPage), "/suites/import", [], "button.primary[data-key='Ctrl+s']", Permission.RunSuites),
        new(typeof(CandidatePage), "/candidates/x", [("Key", Echo.Hash)], "form.row button[type='submit']", Permission.RunSuites),
        new(typeof(CandidatePage), "/candidates/x", [("Key", Echo.Hash)], "a.btn[href^='/runs/new']", Permission.RunSuites),
        new(typeof(FirstSteps), "/", [], "a.btn[href='/runs/new']", Permission.RunSuites),
        new(typeof(FirstSteps), "/", [], "a.btn[href='/races/new']", Permission.RaceCandidates),
        new(typeof(HallucinationPage), "/hallucination", [], "a.btn[href='/runs/new']", Permission.RunSuites),
        new(typeof(TrendsPage), "/suites/other/trends", [("Name", "other")], "a.btn[href^='/runs/new']", Permission.RunSuites),
        new(typeof(ModelsPage), "/models", [], "button.primary", Permission.LoadModels),
        new(typeof(ModelsPage), "/models", [], "td button.btn", Permission.LoadModels),
        new(typeof(ModelsPage), "/models?model=demo-knows", [], ".drawer footer button", Permission.LoadModels),
        new(typeof(ModelsPage), "/models?model=demo-knows&tab=memory", [], ".drawer button[type='submit']", Permission.LoadModels),
        new(typeof(ComparePage), "/compare", [], "button.primary[data-key='Ctrl+Enter']", Permission.Vote),
        new(typeof(ComparisonsPage), "/comparisons?delete=C-0001", [], "[data-delete]", Permission.Vote),
        new(typeof(ComparisonsPage), "/comparisons?delete=C-0001", [], "td.num a.btn", Permission.Vote),
        new(typeof(RacesPage), "/races", [], "a.btn.primary[href='/races/new']", Permission.RaceCandidates),
        new(typeof(NewRacePage), "/races/new", [], "button[type='submit']", Permission.RaceCandidates),
        new(typeof(RacePage), "/races/S-0001", [("Id", "S-0001")], "form.enter button[type='submit']", Permission.RaceCandidates),
        new(typeof(RacePage), "/races/S-0001", [("Id", "S-0001")], "button.primary", Permission.RunSuites),
    ];

    [Theory, MemberData(nameof(Visits))]
    public async Task Page_AsRole_OffersWhatItMayAndSaysWhyNot(Role? role, string language)
    {
        await FillAsync();
        await EnterAsync(role);
        Speak(language);
        var cancel = Services.GetRequiredService<Microsoft.Extensions.Localization.IStringLocalizer<RunsText>>()["CancelTitle"];

        var wrong = Acts.SelectMany(act => Try(act with { Act = act.Act.Replace("{CancelTitle}", cancel, StringComparison.Ordinal) }, role, language)).ToList();

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
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
}
