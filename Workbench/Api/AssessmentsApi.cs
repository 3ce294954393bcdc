using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Workbench.Cli;
using Workbench.Core.Compliance;
using Workbench.Core.Findings;
using Workbench.Core.Language;
using Workbench.Core.Reports;
using Workbench.Core.Storage.Findings;
using Workbench.People;

namespace Workbench.Api;

/// <summary>Assessments and the clauses in them, for programs.</summary>
public static class AssessmentsApi
{
    /// <param name="Packs">Ids of policy packs.</param>
    /// <param name="Candidate">Only this one of the run's.</param>
    public sealed record NewAssessment(string? Run, string[]? Packs, string? Candidate);

    /// <param name="Verdict">conforms, does-not-conform or not-applicable.</param>
    /// <param name="Plan">How and by when it is to conform, of one that does not.</param>
    /// <param name="Candidate">All of the assessment's unless told.</param>
    public sealed record NewAnswer(string? Verdict, string? Reason, string? Plan, string[]? Evidence, string? Candidate);

    public static void MapAssessments(this IEndpointRouteBuilder api)
    {
        api.MapGet("/assessments", (int? count, string? after, IAssessmentStore assessments, CancellationToken cancellation) =>
            ApiAnswer.PageAsync("assessments", new ApiPage(count, after), most => assessments.ListAsync(most, cancellation), Describe));
        api.MapGet("/assessments/{id}", async (string id, IServiceProvider services, CancellationToken cancellation) =>
        {
            var (assessment, pack) = await AssessCommands.FindAsync(services, id, cancellation);
            return ApiAnswer.Json(AssessmentJson.Of(assessment, pack, CultureInfo.CurrentUICulture));
        });
        api.MapPost("/assessments", async (NewAssessment body, HttpContext context, ApiNames names, RunAssessor assessor, IAssessmentStore assessments) => await MadeAsync(
            await assessor.AssessAsync(body.Run ?? "", await names.PacksAsync(body.Packs, context.RequestAborted), body.Candidate, CurrentActor.From(context.User), context.RequestAborted), assessments, context.RequestAborted)).Does("run.assess");
        api.MapGet("/assessments/{id}/clauses", async (string id, IAssessmentViews views, CancellationToken cancellation) => ApiAnswer.Json(ClauseCommands.Json(await ViewAsync(views, id, cancellation))));
        api.MapPut("/assessments/{id}/clauses/{clause}", async (string id, string clause, NewAnswer body, HttpContext context, AnswerStore answers, IAssessmentViews views) =>
        {
            var verdict = FindingNames.Parse<Verdict>(body.Verdict ?? "") ?? throw new InputException(new InputProblem(new Phrase("Findings.NoVerdict"), Field: "verdict"));
            await answers.AnswerAsync(id, body.Candidate, new AnswerDraft(clause, verdict, body.Reason ?? "", body.Plan, [.. body.Evidence ?? []]), CurrentActor.From(context.User), context.RequestAborted);
            return ApiAnswer.Json(ClauseCommands.Json(await ViewAsync(views, id, context.RequestAborted)));
        }).Does("clause.answer");
    }

    internal static async Task<IResult> MadeAsync(ImmutableArray<Assessment> made, IAssessmentStore assessments, CancellationToken cancellation)
    {
        var all = new JsonArray();
        foreach (var assessment in made)
        {
            all.Add(AssessmentJson.Of(assessment, (await assessments.PackAsync(assessment.PackSha256, cancellation))!, CultureInfo.CurrentUICulture));
        }

        return ApiAnswer.Json(new JsonObject { ["assessments"] = all });
    }

    private static async Task<AssessmentView> ViewAsync(IAssessmentViews views, string id, CancellationToken cancellation) =>
        await views.FindAsync(id, cancellation) ?? throw new InputException(new InputProblem(new Phrase("Findings.NoSuchAssessment", id), Field: "assessment"));

    private static JsonObject Describe(Assessment assessment) => new()
    {
        ["assessment"] = assessment.Id,
        ["run"] = assessment.RunId,
        ["packSha256"] = assessment.PackSha256,
        ["plan"] = assessment.Plan?.Id,
        ["candidates"] = ApiAnswer.Strings(assessment.Candidates.Select(candidate => candidate.Name)),
        ["by"] = assessment.By,
        ["at"] = ApiAnswer.Time(assessment.At),
        ["sha256"] = assessment.Sha256,
    };
}
