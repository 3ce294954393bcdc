using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Api;
using Workbench.Core.Compliance;
using Workbench.Core.Decisions;
using Workbench.Core.Governance;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Decisions;
using Workbench.Hosting;
using Workbench.Tests.People;

namespace Workbench.Tests.Decisions;

/// <summary>Every state, act and role again, through the API with a token and on the page with a cookie.</summary>
[Trait("Category", "Slow")]
public sealed class DecisionsFromOutsideTests
{
    private static readonly (string Name, DecisionAct Act)[] Acts = [.. DecisionsApi.Steps, ("approve", DecisionAct.Approve)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryStateActAndRole_ThroughApiAndPage_IsAsTheMachineSays()
    {
        await using var server = await PeopleServer.StartAsync(null, "--accounts");
        await server.AddAsync("Wen", Role.Administrator);
        await using var services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddLogging()
            .AddWorkspace(new Workspace(server.Process.Folder), await new Workspace(server.Process.Folder).OpenAsync(Cancellation)).BuildServiceProvider();
        var assessment = await DecisionFixture.AssessAsync(services, new Actor("p-evaluator", "Ada", [Role.Researcher]), Verdict.Conforms);
        var proposal = new DecisionProposal(DecisionFixture.Candidate, "", "leaflets", assessment.Id, null, "", "Better.") { Tier = RiskTier.T1 };
        var id = (await services.GetRequiredService<DecisionStore>().ProposeAsync(proposal, new Actor("p-proposer", "Lin", [Role.ComplianceOfficer]), Cancellation)).Id;
        List<string> wrong = [];
        foreach (var role in Enum.GetValues<Role>())
        {
            var person = (await server.AddAsync($"The {role}", role)).ToActor();
            var (_, token) = await server.Tokens.CreateAsync("test", [.. Enum.GetValues<Permission>().Where(permission => Permissions.Has(person, permission))], TimeSpan.FromDays(1), person, Cancellation);
            using var client = new HttpClient { BaseAddress = new Uri(server.Address), Timeout = TimeSpan.FromSeconds(60) };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var visitor = new Visitor(server.Address);
            await visitor.SignInAsync(person.Name, PeopleServer.Password);
            foreach (var state in Enum.GetValues<DecisionState>())
            {
                await PutAsync(services, id, state);
                var page = await visitor.TextAsync($"/decisions/{id}");
                foreach (var (name, act) in Acts)
                {
                    var move = DecisionMove.Of(act);
                    var (holds, possible) = (Permissions.RolesWith(move.Needs!.Value).Contains(role), move.From.Contains(state));
                    var expected = !holds ? HttpStatusCode.Forbidden : !possible ? HttpStatusCode.Conflict : move.ProposerOnly ? HttpStatusCode.Forbidden : HttpStatusCode.OK;
                    if (page.Contains($"data-act=\"{act}\"", StringComparison.Ordinal) != (expected == HttpStatusCode.OK) || (possible && expected == HttpStatusCode.Forbidden && !SaysWhyNot(page, act)))
                    {
                        wrong.Add($"page {role} {state} {act}");
                    }

                    await PutAsync(services, id, state);
                    using var response = await client.PostAsJsonAsync($"/api/decisions/{id}/{name}", new { reason = "Because." }, Cancellation);
                    var body = await response.Content.ReadAsStringAsync(Cancellation);
                    if (response.StatusCode != expected || body.Length < 10)
                    {
                        wrong.Add($"api {role} {state} {act}: {response.StatusCode}");
                    }
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Api_FromDraftToApproval_SaysWhatStandsAndWhatWaits()
    {
        await using var server = await PeopleServer.StartAsync(null, "--accounts");
        await server.AddAsync("Wen", Role.Administrator);
        await using var services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddLogging()
            .AddWorkspace(new Workspace(server.Process.Folder), await new Workspace(server.Process.Folder).OpenAsync(Cancellation)).BuildServiceProvider();
        var assessment = await DecisionFixture.AssessAsync(services, new Actor("p-evaluator", "Ada", [Role.Researcher]), Verdict.Conforms);
        using var officer = await ClientAsync(server, "Lin", Role.ComplianceOfficer);
        using var approver = await ClientAsync(server, "Bo", Role.Approver);

        var bad = await officer.PostAsJsonAsync("/api/decisions", new { tier = "T9", candidate = "alpha" }, Cancellation);
        var draft = await SendAsync(officer, "/api/decisions", new { candidate = "alpha", fieldOfUse = "leaflets", assessments = new[] { assessment.Id }, rationale = "Better.", tier = "T1", jurisdiction = "CN", draft = true });
        var id = (string)draft["id"]!;
        await SendAsync(officer, $"/api/decisions/{id}/submit", new { reason = "Ready." });
        var waiting = await approver.GetFromJsonAsync<JsonObject>("/api/decisions/waiting", Cancellation);
        var approved = await SendAsync(approver, $"/api/decisions/{id}/approve", new { reason = "Fit.", conditions = new[] { new { text = "Inside only.", owner = "Pharmacy" } } });
        var board = await officer.GetFromJsonAsync<JsonObject>("/api/decisions?inForce=true&jurisdiction=CN", Cancellation);
        var sheet = await officer.GetFromJsonAsync<JsonObject>($"/api/decisions/{id}", Cancellation);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, bad.StatusCode);
        Assert.Equal("Draft", (string)draft["state"]!);
        Assert.Equal([id], waiting!["waiting"]!.AsArray().Select(one => (string)one!["id"]!));
        Assert.Equal(("ConditionallyApproved", true), ((string)approved["state"]!, (bool)approved["inForce"]!));
        Assert.Equal([id], board!["decisions"]!.AsArray().Select(one => (string)one!["id"]!));
        Assert.Equal(DecisionFixture.Weights, (string)sheet!["subject"]!["weightsSha256"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.GetAsync("/api/decisions/DR-1999-001", Cancellation)).StatusCode);
    }

    private static bool SaysWhyNot(string page, DecisionAct act) =>
        System.Text.RegularExpressions.Regex.Matches(page, "data-why=\"(?<acts>[^\"]*)\"").Any(match => match.Groups["acts"].Value.Split(' ').Contains(act.ToString()));

    private static async Task PutAsync(IServiceProvider services, string id, DecisionState state)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<WorkbenchDbContext>>().CreateDbContextAsync(Cancellation);
        await db.Database.ExecuteSqlAsync($"DELETE FROM \"DecisionSteps\" WHERE \"Act\" NOT IN ('Draft', 'Submit')", Cancellation);
        await db.Database.ExecuteSqlAsync($"UPDATE \"Decisions\" SET \"State\" = {state.ToString()}, \"ExpiresAt\" = NULL WHERE \"Id\" = {id}", Cancellation);
    }

    private static async Task<HttpClient> ClientAsync(PeopleServer server, string name, Role role)
    {
        var person = (await server.AddAsync(name, role)).ToActor();
        var (_, token) = await server.Tokens.CreateAsync("test", [.. Enum.GetValues<Permission>().Where(permission => Permissions.Has(person, permission))], TimeSpan.FromDays(1), person, Cancellation);
        var client = new HttpClient { BaseAddress = new Uri(server.Address), Timeout = TimeSpan.FromSeconds(60) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static async Task<JsonObject> SendAsync(HttpClient client, string path, object body)
    {
        using var response = await client.PostAsJsonAsync(path, body, Cancellation);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancellation));
        return (await response.Content.ReadFromJsonAsync<JsonObject>(Cancellation))!;
    }
}
