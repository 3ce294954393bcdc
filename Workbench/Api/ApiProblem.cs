using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Cli;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Log;

namespace Workbench.Api;

/// <summary>What went wrong, as RFC 9457 writes it, with everything that is wrong at once: file, line, field, hint. 400 unreadable, 401 who, 403 may not, 404 not there, 409 not as things stand, 413 too large, 422 not like that.</summary>
public static class ApiProblem
{
    public const string MediaType = "application/problem+json";

    // States and names that stand in the way; whatever says NotFrom is one too.
    private static readonly ImmutableHashSet<string> Conflicts =
    [
        "Banks.AcceptFirst", "Banks.ThereAlready", "Banks.ChangedMeanwhile", "Comparisons.SampleThere", "Compliance.PackShipped", "Compliance.PackThere", "Compliance.VersionUsed", "Decisions.ChangedMeanwhile", "Decisions.NotStanding",
        "Decisions.SignedAlready", "Evidence.Damaged", "Evidence.LinkedAlready", "Evidence.NotLinked", "Evidence.ThereAlready", "Findings.NotByDocument", "Governance.FirstIsAdministrator", "Governance.LastAdministrator",
        "Governance.PersonExists", "Labels.LabelledBefore", "Labels.UndoFirst", "Races.EntryExists", "Races.SeasonExists", "Races.SuiteChanged", "Runs.CellThere", "Runs.CandidateTwice", "Runs.StillWorkedOn", "Storage.WorkspaceInUse",
        "Suites.VersionRun", "Suites.VersionShipped", "Suites.VersionThere",
    ];

    private static readonly ImmutableHashSet<string> Missing = ["Races.NoSuchBallot", "Storage.BackupMissing", "Log.NoEvidenceSubject"];

    /// <returns>Null for a failure that is the workbench's own.</returns>
    public static int? StatusOf(Exception failure, HttpContext context) => failure switch
    {
        NotAllowedException => StatusCodes.Status403Forbidden,
        LogDamagedException => StatusCodes.Status409Conflict,
        ModelUnavailableException model => IsOfAddress(model.Reason, context) ? StatusCodes.Status404NotFound : StatusCodes.Status422UnprocessableEntity,
        InputException input when input.Problems.Any(problem => Missing.Contains(problem.Message.Key) || IsOfAddress(problem.Message, context)) => StatusCodes.Status404NotFound,
        InputException input when input.Problems.All(problem => Conflicts.Contains(problem.Message.Key) || problem.Message.Key.Contains("NotFrom", StringComparison.Ordinal)) => StatusCodes.Status409Conflict,
        InputException => StatusCodes.Status422UnprocessableEntity,
        BadHttpRequestException bad => bad.StatusCode,
        _ => null,
    };

    public static Task WriteAsync(HttpContext context, Exception failure) => WriteAsync(context, StatusOf(failure, context)!.Value, failure switch
    {
        NotAllowedException refused => [new InputProblem(refused.Reason)],
        LogDamagedException damaged => [new InputProblem(damaged.Reason)],
        ModelUnavailableException unavailable => [new InputProblem(unavailable.Reason)],
        InputException input => input.Problems,
        _ => [],
    }, failure as BadHttpRequestException);

    public static async Task WriteAsync(HttpContext context, int status, ImmutableArray<InputProblem> problems, BadHttpRequestException? bad = null)
    {
        var title = ApiText.Say($"Status{status}") is var said && said != $"Status{status}" ? said : ApiText.Say("StatusOther", status);
        JsonArray all = problems.IsEmpty
            ? [Describe(bad is null ? title : ApiText.Say("Unreadable", Phrase.Said(Why(bad), CultureInfo.CurrentUICulture)), null, (bad?.InnerException as JsonException)?.LineNumber is { } line ? (int)line + 1 : null, (bad?.InnerException as JsonException)?.Path, null)]
            : [.. problems.Select(problem => Describe(problem.Message.ToString(), problem.File is { } file ? Path.GetFileName(file) : null, problem.Line, Field(problem.Field), problem.Hint?.ToString()))];
        context.Response.StatusCode = status;
        context.Response.ContentType = MediaType;
        await context.Response.WriteAsync(new JsonObject { ["type"] = "about:blank", ["title"] = title, ["status"] = status, ["problems"] = all }.ToJsonString(CommandJson.Options), context.RequestAborted);
    }

    private static string Why(BadHttpRequestException bad) =>
        bad.InnerException is JsonException or DecoderFallbackException or IOException ? FailureWords.Of(bad.InnerException) : Phrase.Both(new Phrase("Language.Cited", bad.Message));

    /// <summary>Something that the address names is not there.</summary>
    private static bool IsOfAddress(Phrase message, HttpContext context)
    {
        var name = message.Key[(message.Key.LastIndexOf('.') + 1)..];
        return (name.StartsWith("No", StringComparison.Ordinal) || name.EndsWith("Unknown", StringComparison.Ordinal)) && !name.StartsWith("Not", StringComparison.Ordinal)
            && !message.Arguments.IsDefaultOrEmpty && context.Request.RouteValues.Values.OfType<string>().Contains(message.Arguments[0], StringComparer.Ordinal);
    }

    private static JsonObject Describe(string message, string? file, int? line, string? field, string? hint) =>
        new() { ["message"] = message, ["file"] = file, ["line"] = line, ["field"] = field, ["hint"] = hint };

    /// <summary>Some rules name the field as the command line does.</summary>
    private static string? Field(string? field) => field is null ? null : field.StartsWith("--", StringComparison.Ordinal) ? field[2..] : field.All(char.IsAsciiLetterUpper) ? field.ToLowerInvariant() : field;
}
