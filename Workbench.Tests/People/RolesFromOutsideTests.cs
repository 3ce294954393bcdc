using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Runs;
using Workbench.Core.Storage;
using Workbench.Core.Suites;
using Workbench.Hosting;

namespace Workbench.Tests.People;

/// <summary>What each role is allowed by the API, with a token, and by the pages, with a cookie: the same as the table says.</summary>
[Trait("Category", "Slow")]
public sealed class RolesFromOutsideTests
{
    private static readonly (string Method, string Path, object? Body, Permission Permission)[] Requests =
    [
        ("GET", "/api/me", null, Permission.Read),
        ("GET", "/api/operations", null, Permission.Read),
        ("GET", "/api/people", null, Permission.Read),
        ("GET", "/api/tokens", null, Permission.Read),
        ("GET", "/runs/R-0001/export?format=csv", null, Permission.ExportResults),
        ("GET", "/reports/R-0001?format=json&lang=en", null, Permission.ExportResults),
        ("GET", "/log/export", null, Permission.ExportLog),
        ("POST", "/api/people", new { name = "", roles = Array.Empty<string>(), password = "" }, Permission.ManagePeople),
        ("PUT", "/api/people/nobody/roles", new { roles = new[] { "Auditor" } }, Permission.ManagePeople),
        ("POST", "/api/people/nobody/lock", null, Permission.ManagePeople),
        ("POST", "/api/people/nobody/unlock", null, Permission.ManagePeople),
        ("POST", "/api/people/nobody/reset", null, Permission.ManagePeople),
        ("POST", "/api/people/nobody/erase", null, Permission.ManagePeople),
    ];

    private static readonly (string Path, Permission Permission)[] Pages =
    [
        ("/people", Permission.ManagePeople),
        ("/decisions", Permission.ProposeDecision),
        ("/races", Permission.RaceCandidates),
        ("/races/new", Permission.RaceCandidates),
        ("/log", Permission.ExportLog),
        ("/reports", Permission.ExportResults),
        ("/compliance?run=R-0001", Permission.Assess),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EachRole_ThroughApiAndPages_MayWhatTheTableSays()
    {
        await using var server = await PeopleServer.StartAsync(null, "--accounts");
        await server.AddAsync("Wen", Role.Administrator);
        await RunAsync(server.Process.Folder);
        List<string> wrong = [];
        foreach (var role in Enum.GetValues<Role>())
        {
            var person = (await server.AddAsync($"The {role}", role)).ToActor();
            var (_, token) = await server.Tokens.CreateAsync("test", [.. Enum.GetValues<Permission>().Where(permission => Permissions.Has(person, permission))], TimeSpan.FromDays(1), person, Cancellation);
            wrong.AddRange(await ApiAsync(server.Address, role, token));
            wrong.AddRange(await PagesAsync(server.Address, role, person.Name));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Api_WithoutTokenOrWithALesserOne_IsRefused()
    {
        await using var server = await PeopleServer.StartAsync(null, "--accounts");
        var wen = (await server.AddAsync("Wen", Role.Administrator)).ToActor();
        var (_, reading) = await server.Tokens.CreateAsync("reading", [Permission.Read], TimeSpan.FromDays(1), wen, Cancellation);
        using var none = new HttpClient { BaseAddress = new Uri(server.Address) };
        using var lesser = Client(server.Address, reading);
        using var made = Client(server.Address, reading + "x");
        using var cookie = new Visitor(server.Address);
        await cookie.SignInAsync("Wen", PeopleServer.Password);

        Assert.Equal(HttpStatusCode.Unauthorized, (await none.GetAsync("/api/people", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await made.GetAsync("/api/people", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await lesser.GetAsync("/api/people", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await lesser.GetAsync("/log/export", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, await cookie.StatusAsync("/log/export"));

        // A cookie is not enough for a change: another site could have it sent.
        Assert.Equal(HttpStatusCode.Forbidden, (await cookie.PostRawAsync("/api/people/owner/reset")).StatusCode);
        var entries = await EntriesAsync(server.Process.Folder);
        Assert.Equal(1, entries.Count(kind => kind == "log.exported"));
        Assert.Contains("token.made", entries);
    }

    private static async Task<IEnumerable<string>> ApiAsync(string address, Role role, string token)
    {
        List<string> wrong = [];
        using var client = Client(address, token);
        foreach (var (method, path, body, permission) in Requests)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : JsonContent.Create(body) };
            using var response = await client.SendAsync(request, Cancellation);
            var may = Permissions.RolesWith(permission).Contains(role);
            var passed = response.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity;
            if (may ? !passed : response.StatusCode != HttpStatusCode.Forbidden)
            {
                wrong.Add($"{role} {method} {path}: {response.StatusCode}");
            }
        }

        return wrong;
    }

    private static async Task<IEnumerable<string>> PagesAsync(string address, Role role, string name)
    {
        List<string> wrong = [];
        using var visitor = new Visitor(address);
        await visitor.SignInAsync(name, PeopleServer.Password);
        foreach (var (path, permission) in Pages)
        {
            var page = await visitor.TextAsync(path);
            if (!page.Contains("<h1", StringComparison.Ordinal) || page.Contains("data-why", StringComparison.Ordinal) == Permissions.RolesWith(permission).Contains(role))
            {
                wrong.Add($"{role} {path}");
            }
        }

        return wrong;
    }

    private static HttpClient Client(string address, string token)
    {
        var client = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(60) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A finished run, so that there is something to export.</summary>
    private static async Task RunAsync(string folder)
    {
        var workspace = new Workspace(folder);
        await using var services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddLogging()
            .AddWorkspace(workspace, await workspace.OpenAsync(Cancellation)).BuildServiceProvider();
        var suite = SuiteFile.Parse("name: tiny\nversion: 1\nlanguage: en\nlicense: CC0-1.0\nscorers: [ { kind: includes } ]\nsamples:\n  - { id: a, prompt: Say a, target: a }\n", "tiny.yaml");
        var queue = services.GetRequiredService<RunQueue>();
        var run = await queue.EnqueueAsync(new RunSpec(suite, [new Candidate("null:echo", "null:echo")]), Actor.Owner, Cancellation);
        var store = services.GetRequiredService<IRunStore>();
        await queue.ExecuteAsync(run.Id, Actor.Owner, null, Cancellation).WaitAsync(TimeSpan.FromMinutes(2), Cancellation);
        await Eventually.HoldsAsync("the run is finished", async () => (await store.FindAsync(run.Id, Cancellation))!.Status == RunStatus.Finished, Cancellation);
    }

    private static async Task<List<string>> EntriesAsync(string folder)
    {
        await using var services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddLogging()
            .AddWorkspace(new Workspace(folder), await new Workspace(folder).OpenAsync(Cancellation)).BuildServiceProvider();
        return [.. (await services.GetRequiredService<Workbench.Core.Storage.Log.LogStore>().ListAsync(100, cancellation: Cancellation)).Select(entry => entry.Kind)];
    }
}
