using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Workbench.Core.Governance;
using Workbench.Core.Models;
using Workbench.Core.Storage.Log;

namespace Workbench.Tests.Api;

/// <summary>A checkpoint, memory of models, and the difference of two suites, through the API.</summary>
[Trait("Category", "Slow")]
public sealed class AskingRoutesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Checkpoint_ByAnAuditor_SignsTheLogAsItIsAndAddsNothingToIt()
    {
        await using var server = await ApiServer.StartAsync();
        await server.AddAsync("Wen", Role.Administrator);
        using var auditor = await server.ClientAsync("Ann", Role.Auditor);
        using var researcher = await server.ClientAsync("Ray", Role.Researcher);
        var size = await server.LogSizeAsync();

        var signed = await JsonAsync(await auditor.PostAsync("/api/log/checkpoints", null, Cancellation));
        var again = await JsonAsync(await auditor.PostAsync("/api/log/checkpoints", null, Cancellation));
        using var refused = await researcher.PostAsync("/api/log/checkpoints", null, Cancellation);

        var kept = (await server.Get<LogStore>().CheckpointsAsync(1, null, Cancellation))[0];
        Assert.Equal((size, size), (signed["size"]!.GetValue<long>(), kept.Checkpoint.Size));
        Assert.Equal((kept.Checkpoint.RootHex, kept.Note), (signed["root"]!.GetValue<string>(), signed["note"]!.GetValue<string>()));
        Assert.Equal(signed["note"]!.GetValue<string>(), again["note"]!.GetValue<string>());
        Assert.Equal(size, await server.LogSizeAsync());
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task Fit_OfCataloguedModels_TellsTheirMemoryAndWhatIsWrongWithTheRequest()
    {
        await using var server = await ApiServer.StartAsync();
        await server.AddAsync("Wen", Role.Administrator);
        using var client = await server.ClientAsync("Ray", Role.Reviewer);
        var names = server.Get<ModelCatalog>().Scan().Select(model => model.Name).Take(2).ToList();
        var asked = string.Join('&', names.Select(name => $"model={Uri.EscapeDataString(name)}"));

        var small = await JsonAsync(await client.GetAsync($"/api/fit?{asked}&context=128&sequences=1", Cancellation));
        var large = await JsonAsync(await client.GetAsync($"/api/fit?{asked}&context=8192&sequences=8&kv=f32", Cancellation));
        using var wrong = await client.GetAsync("/api/fit?model=none&model=also-none", Cancellation);
        using var odd = await client.GetAsync($"/api/fit?{asked}&context=3&sequences=0&kv=f17", Cancellation);
        using var empty = await client.GetAsync("/api/fit", Cancellation);
        using var elsewhere = await client.GetAsync($"/api/fit?{asked}&device=cuda:99", Cancellation);
        var machine = await JsonAsync(await client.GetAsync("/api/devices", Cancellation));

        Assert.Equal(names, small["models"]!.AsArray().Select(model => model!["name"]!.GetValue<string>()));
        Assert.All(small["models"]!.AsArray(), model => Assert.True(model!["totalBytes"]!.GetValue<long>() > 0 && !model["loaded"]!.GetValue<bool>()));
        Assert.True(Cache(large) > Cache(small));
        Assert.True(small["fits"]!.GetValue<bool>());
        Assert.DoesNotContain("/", small.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(["model", "model"], await FieldsAsync(wrong));
        Assert.Equal(["context", "sequences", "kv"], await FieldsAsync(odd));
        Assert.Equal(["model"], await FieldsAsync(empty));
        Assert.Equal(["device"], await FieldsAsync(elsewhere));
        Assert.Equal(Environment.ProcessorCount, machine["processor"]!["cores"]!.GetValue<int>());

        static long Cache(JsonObject answer) => answer["models"]!.AsArray().Sum(model => model!["kvBytes"]!.GetValue<long>());
    }

    [Fact]
    public async Task SuiteDifference_OfTwoDrafts_TellsAddedRemovedAndChanged()
    {
        await using var server = await ApiServer.StartAsync();
        await server.AddAsync("Wen", Role.Administrator);
        using var client = await server.ClientAsync("Ray", Role.Researcher);
        foreach (var (name, samples) in new[] { ("older", "{ id: a, prompt: Say a, target: a }, { id: b, prompt: Say b, target: b }"), ("newer", "{ id: b, prompt: Say it, target: b }, { id: c, prompt: Say c, target: c }") })
        {
            using var saved = await client.PostAsJsonAsync("/api/suites", new { text = $"name: {name}\nversion: 1\nlanguage: en\nlicense: CC0-1.0\nscorers: [ {{ kind: includes }} ]\nsamples: [ {samples} ]\n" }, Cancellation);
            Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync(Cancellation));
        }

        var difference = await JsonAsync(await client.GetAsync("/api/suites/older/diff?to=newer@1", Cancellation));
        using var missing = await client.GetAsync("/api/suites/older/diff", Cancellation);
        using var unknown = await client.GetAsync("/api/suites/older/diff?to=none", Cancellation);

        Assert.Equal(["c"], Ids(difference["added"]));
        Assert.Equal(["a"], Ids(difference["removed"]));
        Assert.Equal("b", difference["changed"]![0]!["id"]!.GetValue<string>());
        Assert.Contains(difference["changed"]![0]!["fields"]!.AsArray(), field => field!["before"]!.GetValue<string>().Contains("Say b", StringComparison.Ordinal) && field["after"]!.GetValue<string>().Contains("Say it", StringComparison.Ordinal));
        Assert.Equal(["to"], await FieldsAsync(missing));
        Assert.Equal(["suite"], await FieldsAsync(unknown));

        static string[] Ids(JsonNode? ids) => [.. ids!.AsArray().Select(id => id!.GetValue<string>())];
    }

    private static async Task<JsonObject> JsonAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(Cancellation);
            Assert.True(response.IsSuccessStatusCode, text);
            return JsonNode.Parse(text)!.AsObject();
        }
    }

    private static async Task<string[]> FieldsAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        return [.. JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!["problems"]!.AsArray().Select(problem => problem!["field"]!.GetValue<string>())];
    }
}
