using System.Text.Json.Nodes;
using Workbench.Cli;
using Workbench.Core.Compliance;
using Workbench.Core.Labels;
using Workbench.Core.Language;
using Workbench.People;

namespace Workbench.Api;

/// <summary>People's labels of a run's answers, for programs; the candidate stays hidden.</summary>
public static class LabelsApi
{
    /// <param name="Item">As <c>next</c> names it.</param>
    /// <param name="Label">pass, fail or unclear.</param>
    public sealed record NewLabel(string? Item, string? Label, string? Note);

    public static void MapLabels(this IEndpointRouteBuilder api)
    {
        api.MapGet("/runs/{id}/labels", async (string id, IServiceProvider services, CancellationToken cancellation) => ApiAnswer.Json(await LabelListCommand.JsonAsync(services, id, cancellation)));
        api.MapGet("/runs/{id}/labels/next", async (string id, HttpContext context, LabelDesk desk, ILabelStore labels) =>
        {
            var task = await desk.OpenAsync(id, context.RequestAborted);
            return ApiAnswer.Json(await desk.NextAsync(task, await labels.OfAsync(id, context.RequestAborted), CurrentActor.From(context.User).Id, context.RequestAborted) is { } next
                ? LabelNextCommand.Json(next.Item, next.Answer)
                : new JsonObject { ["item"] = null });
        });
        api.MapPost("/runs/{id}/labels", async (string id, NewLabel body, HttpContext context, IServiceProvider services, ILabelStore labels) =>
        {
            var value = LabelFile.Value(body.Label ?? "") ?? throw new InputException(new InputProblem(new Phrase("Labels.NoSuchLabel", body.Label ?? ""), Field: "label"));
            var item = await LabelCommands.ItemAsync(services, id, body.Item ?? "", context.RequestAborted);
            var label = await labels.AddAsync(id, item, value, body.Note, CurrentActor.From(context.User), context.RequestAborted);
            return ApiAnswer.Json(new JsonObject { ["item"] = item.Key, ["label"] = LabelCommands.Word(label.Value), ["by"] = label.By });
        }).Does("label.add");
        api.MapPost("/runs/{id}/labels/import", async (string id, string? file, HttpContext context, LabelDesk desk, ILabelStore labels) =>
        {
            var task = await desk.OpenAsync(id, context.RequestAborted);
            using var body = await ApiFile.KeepAsync(context, file ?? "labels.csv");
            var count = await labels.AddManyAsync(id, LabelFile.Read(body.Path, task.Queue), Path.GetFileName(body.Path), CurrentActor.From(context.User), context.RequestAborted);
            return ApiAnswer.Json(new JsonObject { ["labels"] = count });
        }).Takes(ApiFile.MostBytes).Does("label.import");
        api.MapDelete("/runs/{id}/labels/last", async (string id, HttpContext context, ILabelStore labels) =>
            ApiAnswer.Json(new JsonObject { ["sample"] = (await labels.UndoAsync(id, CurrentActor.From(context.User), context.RequestAborted))?.SampleId })).Does("label.undo");
    }
}
