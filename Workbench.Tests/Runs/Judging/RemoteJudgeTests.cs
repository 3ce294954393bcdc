using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Clients;
using Workbench.Core.Runs;
using Workbench.Core.Runs.Judging;
using Workbench.Core.Scoring;
using Workbench.Core.Storage.Runs;
using Workbench.Core.Suites;
using Workbench.Tests.Inference.Clients;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Runs.Judging;

/// <summary>A judge behind an endpoint of the OpenAI protocol.</summary>
public sealed class RemoteJudgeTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Execute_EndpointThatTakesEverything_GivesVerdictsWithTheirChance()
    {
        var (cells, bodies, judge) = await JudgeAsync(static (body, says) => (200, says(body.ToJsonString().Contains("nonsense", StringComparison.Ordinal) ? "INCORRECT" : "CORRECT", body["logprobs"] is not null)));

        Assert.Equal([Outcome.Correct, Outcome.Correct, Outcome.Incorrect, Outcome.Incorrect], cells.OrderBy(cell => cell.Candidate, StringComparer.Ordinal).Select(cell => cell.Scores[0].Outcome));
        Assert.All(cells, cell => Assert.InRange(cell.Scores[0].Values["probability"], 0.89, 0.91));
        Assert.All(bodies, body => Assert.Equal(("json_schema", 0.0), ((string)body["response_format"]!["type"]!, (double)body["temperature"]!)));
        Assert.Equal(("far-judge", (string?)null), (judge.Model.Name, judge.Model.Sha256));
    }

    [Theory]
    [InlineData("logprobs", 1)]
    [InlineData("response_format", 2)]
    public async Task Execute_EndpointThatRefusesAField_IsAskedWithoutItFromThenOn(string field, int refusals)
    {
        var (cells, bodies, _) = await JudgeAsync((body, says) => body[field] is not null ? (400, """{"error":{"message":"unknown field"}}""") : (200, says("CORRECT", body["logprobs"] is not null)));

        Assert.All(cells, cell => Assert.Equal(Outcome.Correct, cell.Scores[0].Outcome));
        Assert.Equal(4 + refusals, bodies.Count);
        Assert.All(bodies.Skip(refusals), body => Assert.Null(body[field]));
    }

    [Fact]
    public async Task Execute_EndpointThatIsDown_LeavesTheAnswersToBeJudgedLater()
    {
        var down = true;
        var (cells, _, _) = await JudgeAsync((body, says) => Volatile.Read(ref down) ? (503, "busy") : (200, says("CORRECT", body["logprobs"] is not null)), async (queue, store, run) =>
        {
            Assert.Equal((true, 4), (await store.ProblemsAsync(run, CancellationToken.None)).Select(problem => (problem.Kind.IsNotJudged, problem.Cells)).Single());
            Volatile.Write(ref down, false);
            Assert.Equal(4, await queue.RetryErrorsAsync(run, Actor.Owner, CancellationToken.None));
            await queue.ExecuteAsync(run, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);
        });

        Assert.All(cells, cell => Assert.Equal(Outcome.Correct, cell.Scores[0].Outcome));
    }

    /// <param name="reply">Status and body for a request; given what makes the events of a verdict.</param>
    private async Task<(List<SampleResult> Cells, List<JsonObject> Bodies, JudgeRecord Judge)> JudgeAsync(Func<JsonObject, Func<string, bool, string>, (int Status, string Body)> reply, Func<RunQueue, RunStore, string, Task>? then = null)
    {
        List<JsonObject> bodies = [];
        FakeEndpoint? server = null;
        await using var endpoint = server = await FakeEndpoint.StartAsync(async context =>
        {
            var body = JsonNode.Parse(server!.Bodies[^1])!.AsObject();
            bodies.Add(body);
            var (status, text) = reply(body, Events);
            context.Response.StatusCode = status;
            context.Response.ContentType = status == 200 ? "text/event-stream" : "application/json";
            await context.Response.WriteAsync(text);
        });

        // One at a time, so that requests come in the order of the cells; nothing is waited for between tries.
        using var judge = await PacedModelClient.ConnectAsync(new ModelEndpoint("far-judge", endpoint.Address) { Limits = new EndpointLimits(Concurrency: 1, Retries: 0) }, TimeProvider.System, CancellationToken.None);
        var pool = new WithJudge(new FakePool(static (model, request, _) => Task.FromResult(model == "a" ? request.Messages[^1].Content.Replace("Question", "answer", StringComparison.Ordinal) : "nonsense")), judge);
        using var store = new RunStore(_database.Factory, TimeProvider.System);
        using var queue = new RunQueue(store, new Runner(store, pool, ScorerRegistry.Standard, TimeProvider.System), TimeProvider.System);
        var suite = JudgePlan.With(SuiteFile.Parse("name: j\nscorers: [ { kind: judge, model: x } ]\nsamples:\n  - { id: s0, prompt: \"Question 0?\", target: answer 0 }\n  - { id: s1, prompt: \"Question 1?\", target: answer 1 }", "j.yaml"), "far-judge");
        var run = await queue.EnqueueAsync(Given.Spec(suite, "a", "b"), Actor.Owner, CancellationToken.None);
        await queue.ExecuteAsync(run.Id, Actor.Owner, null, CancellationToken.None).WaitAsync(Limit);
        await (then?.Invoke(queue, store, run.Id) ?? Task.CompletedTask);
        var ended = (await store.FindAsync(run.Id, CancellationToken.None))!;
        Assert.Equal((RunStatus.Finished, 4, 0), (ended.Status, ended.Answered, ended.Errors));
        return (await store.ResultsAsync(run.Id, CancellationToken.None).ToListAsync(), bodies, ended.Record.Judges.Single());
    }

    /// <summary>The verdict as JSON, word and quotes each a token of their own; nine times as likely as the other word.</summary>
    private static string Events(string word, bool logprobs)
    {
        var other = word == "CORRECT" ? "INCORRECT" : "CORRECT";
        var top = new JsonArray(Choice(word, 0.9), Choice(other, 0.1));
        string[] tokens = ["{\"verdict\":\"", word, "\"}"];
        var events = tokens.Select(token => new JsonObject
        {
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["delta"] = new JsonObject { ["content"] = token },
                ["logprobs"] = logprobs ? new JsonObject { ["content"] = new JsonArray(With(Choice(token, 0.9), token == word ? top.DeepClone() : new JsonArray())) } : null,
            }),
        }.ToJsonString());
        return string.Concat(events.Append(FakeEndpoint.End()).Append("[DONE]").Select(static data => $"data: {data}\n\n"));

        static JsonObject Choice(string token, double chance) => new() { ["token"] = token, ["logprob"] = Math.Log(chance) };
        static JsonObject With(JsonObject choice, JsonNode top)
        {
            choice["top_logprobs"] = top;
            return choice;
        }
    }

    private sealed class WithJudge(FakePool candidates, IModelClient judge) : IModelPool
    {
        public Task<ModelLease> AcquireAsync(string model, CancellationToken cancellation) =>
            model == judge.Facts.Name ? Task.FromResult(new ModelLease(judge, static () => { })) : candidates.AcquireAsync(model, cancellation);
    }
}
