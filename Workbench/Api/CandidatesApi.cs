using System.Globalization;
using System.Text.Json.Nodes;
using Workbench.Cli;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Storage.Candidates;
using Workbench.People;

namespace Workbench.Api;

/// <summary>Candidates that were used or kept, for programs.</summary>
public static class CandidatesApi
{
    private const int MostUses = 200;

    public sealed record NewName(string? Name);

    public static void MapCandidates(this IEndpointRouteBuilder api)
    {
        api.MapGet("/candidates", (int? count, string? after, CandidateStore candidates, CancellationToken cancellation) => ApiAnswer.PageAsync(
            "candidates", new ApiPage(count, after), (most, before) => candidates.ListAsync(most, before is null ? null : new ApiPage(null, before).Skip, cancellation), known => known.Number.ToString(CultureInfo.InvariantCulture), Describe));
        api.MapGet("/candidates/{candidate}", async (string candidate, CandidateStore candidates, CancellationToken cancellation) =>
        {
            var known = await FindAsync(candidates, candidate, cancellation);
            var document = Describe(known);
            document["uses"] = new JsonArray([.. (await candidates.UsesAsync(known.Candidate.Hash, MostUses, cancellation)).Select(use => new JsonObject { ["kind"] = use.Kind, ["id"] = use.Subject, ["as"] = use.As, ["at"] = ApiAnswer.Time(use.At) })]);
            return ApiAnswer.Json(document);
        });
        api.MapPost("/candidates", async (NewCandidate body, HttpContext context, ApiNames names, CandidateStore candidates) =>
            ApiAnswer.Json(Describe(await candidates.KeepAsync(names.Candidate(body), CurrentActor.From(context.User), context.RequestAborted)))).Does("candidate.keep");
        api.MapPut("/candidates/{candidate}/name", async (string candidate, NewName body, HttpContext context, CandidateStore candidates) =>
            ApiAnswer.Json(Describe(await candidates.NameAsync((await FindAsync(candidates, candidate, context.RequestAborted)).Candidate.Hash, body.Name ?? "", CurrentActor.From(context.User), context.RequestAborted)))).Does("candidate.name");
    }

    /// <param name="key">Its hash, or the name a person gave.</param>
    /// <exception cref="InputException">There is none.</exception>
    internal static async Task<KnownCandidate> FindAsync(CandidateStore candidates, string key, CancellationToken cancellation) =>
        await candidates.FindAsync(key, cancellation) ?? throw new InputException(new InputProblem(new Phrase("Inference.CandidateUnknown", key), Field: "candidate"));

    private static JsonObject Describe(KnownCandidate known) => new()
    {
        ["sha256"] = known.Candidate.Hash,
        ["name"] = known.Shown,
        ["model"] = known.Candidate.Model,
        ["systemPrompt"] = known.Candidate.SystemPrompt,
        ["settings"] = known.Candidate.Settings is { } settings ? System.Text.Json.JsonSerializer.SerializeToNode(settings, CommandJson.Options) : null,
        ["adapters"] = new JsonArray([.. known.Candidate.Adapters.Select(use => new JsonObject { ["adapter"] = use.Adapter, ["scale"] = use.Scale })]),
        ["template"] = known.Candidate.Template,
        ["by"] = known.By,
        ["at"] = ApiAnswer.Time(known.At),
    };
}
