using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Workbench.Api;
using Workbench.Core.Governance;
using Workbench.Core.Runs;
using Workbench.Core.Suites;

namespace Workbench.Tests.Api;

/// <summary>What goes wrong is told apart by its status, and all of it is said at once, in the asker's language.</summary>
[Trait("Category", "Slow")]
public sealed class ApiProblemTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Problem_ByWhatIsWrong_HasItsStatusAndSaysAllAtOnce()
    {
        await using var server = await ApiServer.StartAsync();
        using var wen = await server.ClientAsync("Wen", Role.Administrator, Role.ComplianceOfficer);
        var suite = await SendAsync(wen, "POST", "/api/suites", """{"text":"name: one\nversion: none\nsamples:\n  - { id: a }\n  - { id: a, prompt: b, colour: red }\n"}""");
        var models = await SendAsync(wen, "POST", "/api/runs", """{"suite":"facts","models":["no-such","../secret.gguf"],"candidates":[{"model":"null:echo","adapters":[{"adapter":"/etc/passwd"}]}]}""");
        var unreadable = await SendAsync(wen, "POST", "/api/runs", "{\n  \"suite\": 7\n}");
        var chinese = await SendAsync(wen, "GET", "/api/runs/R-9999", null, "zh-CN");
        var race = await SendAsync(wen, "POST", "/api/races", """{"name":"Cup","suite":"facts"}""");
        var twice = await SendAsync(wen, "POST", "/api/races", """{"name":"Cup","suite":"facts"}""");

        Assert.Equal(422, suite.Status);
        Assert.True(suite.Problems.Count >= 3, suite.Problems.ToJsonString());
        Assert.All(suite.Problems, problem => Assert.Equal("suite.yaml", (string?)problem!["file"]));
        Assert.Contains(suite.Problems, problem => (int?)problem!["line"] is > 1 && problem["field"] is not null);
        Assert.Equal(422, models.Status);
        Assert.Equal(["model", "model", "adapter"], models.Problems.Select(problem => (string)problem!["field"]!));
        Assert.Equal((400, 2), (unreadable.Status, (int)unreadable.Problems[0]!["line"]!));
        Assert.Equal((404, "没有运行“R-9999”。"), (chinese.Status, (string)chinese.Problems[0]!["message"]!));
        Assert.Equal((200, 409), (race.Status, twice.Status));
        Assert.Equal(404, (await SendAsync(wen, "GET", "/api/none")).Status);
        Assert.Equal(405, (await SendAsync(wen, "DELETE", "/api/runs")).Status);
        Assert.Equal(415, (await SendAsync(wen, "POST", "/api/runs", "a=b", mediaType: "text/plain")).Status);
        Assert.Equal(422, (await SendAsync(wen, "GET", "/api/runs?count=1000")).Status);
        Assert.Equal(400, (await SendAsync(wen, "GET", "/api/runs?count=many")).Status);
        Assert.Equal(413, (await SendAsync(wen, "POST", "/api/runs", $$"""{"suite":"{{new string('a', (int)ApiGate.MostBytes)}}"}""")).Status);
    }

    [Fact]
    public async Task Names_ThatArePathsOfThisMachine_AreNotRead()
    {
        await using var server = await ApiServer.StartAsync();
        using var wen = await server.ClientAsync("Wen", Role.Administrator);
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.yaml");
        await File.WriteAllTextAsync(path, "name: secret\nversion: 1\nlanguage: en\nlicense: CC0-1.0\nscorers: [ { kind: includes } ]\nsamples:\n  - { id: a, prompt: hidden, target: a }\n", Cancellation);
        try
        {
            var shown = await wen.GetAsync($"/api/suites/{Uri.EscapeDataString(path)}", Cancellation);
            var run = await SendAsync(wen, "POST", "/api/runs", new JsonObject { ["suite"] = path, ["models"] = new JsonArray("null:echo") }.ToJsonString());
            var pack = await wen.GetAsync($"/api/policies/{Uri.EscapeDataString(path)}", Cancellation);
            var card = await wen.GetAsync($"/api/provenance/{Uri.EscapeDataString(path)}", Cancellation);

            Assert.Equal((HttpStatusCode.NotFound, 422, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (shown.StatusCode, run.Status, pack.StatusCode, card.StatusCode));
            Assert.DoesNotContain("hidden", await shown.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task List_InPages_GivesEachItemOnce()
    {
        await using var server = await ApiServer.StartAsync();
        using var wen = await server.ClientAsync("Wen", Role.Administrator);
        var suite = SuiteFile.Parse("name: tiny\nversion: 1\nlanguage: en\nlicense: CC0-1.0\nscorers: [ { kind: includes } ]\nsamples:\n  - { id: a, prompt: Say a, target: a }\n", "tiny.yaml");
        for (var run = 0; run < 5; run++)
        {
            await server.Get<RunQueue>().EnqueueAsync(new RunSpec(suite, [new Core.Inference.Candidate("null:echo", "null:echo")]), Actor.Owner, Cancellation);
        }

        Assert.Equal(["R-0005", "R-0004", "R-0003", "R-0002", "R-0001"], await PagesAsync(wen, "runs", "run"));
        var suites = await PagesAsync(wen, "suites", "name");
        Assert.True(suites.Count > 4, string.Join(' ', suites));
        Assert.Equal(suites.Distinct(), suites);
        var log = await PagesAsync(wen, "log", "index", "entries");
        Assert.Equal(Enumerable.Range(0, log.Count).Reverse().Select(index => $"{index}"), log);
    }

    [Fact]
    public async Task Document_DescribesEveryRoute()
    {
        await using var server = await ApiServer.StartAsync();
        await server.AddAsync("Bo", Role.Administrator);
        using var wen = await server.ClientAsync("Wen", Role.Auditor);
        using var nobody = server.Client(null);
        var document = JsonNode.Parse(await wen.GetStringAsync(ApiRoutes.DocumentPath, Cancellation))!;
        var described = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(method => $"{method.Key.ToUpperInvariant()} {path.Key}")).ToHashSet();
        var operations = JsonNode.Parse(await wen.GetStringAsync("/api/operations", Cancellation))!["operations"]!.AsArray();

        Assert.StartsWith("3.", (string)document["openapi"]!, StringComparison.Ordinal);
        Assert.Equal([], operations.SelectMany(operation => operation!["routes"]!.AsArray()).Select(route => (string)route!).Where(route => !described.Contains(route)));
        Assert.All(described, route => Assert.Contains(" /api/", route, StringComparison.Ordinal));
        Assert.Equal("bearer", (string)document["components"]!["securitySchemes"]!["token"]!["scheme"]!);
        Assert.NotNull(document["paths"]!["/api/runs"]!["post"]!["requestBody"]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync(ApiRoutes.DocumentPath, Cancellation)).StatusCode);
    }

    private static async Task<List<string>> PagesAsync(HttpClient client, string noun, string key, string? name = null)
    {
        List<string> all = [];
        string? next = null;
        do
        {
            var page = JsonNode.Parse(await client.GetStringAsync($"/api/{noun}?count=2{(next is null ? "" : $"&after={Uri.EscapeDataString(next)}")}", Cancellation))!;
            Assert.InRange(page[name ?? noun]!.AsArray().Count, 1, 2);
            all.AddRange(page[name ?? noun]!.AsArray().Select(item => item![key]!.ToString()));
            next = (string?)page["next"];
        }
        while (next is not null);
        return all;
    }

    private static async Task<(int Status, JsonArray Problems)> SendAsync(HttpClient client, string method, string path, string? body = null, string language = "en", string mediaType = "application/json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, mediaType) };
        request.Headers.AcceptLanguage.ParseAdd(language);
        request.Headers.ExpectContinue = body?.Length > ApiGate.MostBytes;
        using var response = await client.SendAsync(request, Cancellation);
        if (response.IsSuccessStatusCode)
        {
            return ((int)response.StatusCode, []);
        }

        Assert.Equal(ApiProblem.MediaType, response.Content.Headers.ContentType?.MediaType);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!["problems"]!.AsArray());
    }
}
