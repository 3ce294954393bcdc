namespace Workbench.Hosting.ModelHost;

/// <summary>Every address of a host.</summary>
internal static class ApiRoutes
{
    public static void Map(WebApplication app, HostedModel model)
    {
        app.MapGet("/health", () => Results.Json(new { status = "ok" }));
        app.MapGet("/v1/models", model.List);
        app.MapGet("/v1/models/{id}", model.Find);
        app.MapPost("/v1/chat/completions", new ChatEndpoint(model).AnswerAsync);
        app.MapPost("/v1/completions", new CompletionEndpoint(model).AnswerAsync);
        app.MapPost("/v1/embeddings", (Delegate)new EmbeddingsEndpoint(model).AnswerAsync);
        app.MapGet("/x/facts", model.FactsAsync);
        app.MapGet("/x/state", model.State);
        app.MapGet("/x/load", model.Load.FollowAsync);
        app.MapPost("/x/tokenize", (Delegate)new TextEndpoint(model).TokenizeAsync);
        app.MapPost("/x/render", (Delegate)new TextEndpoint(model).RenderAsync);
        app.MapPost("/x/loglikelihood", (Delegate)new LikelihoodEndpoint(model).AnswerAsync);
        app.MapPost("/x/samples", new SamplesEndpoint(model).AnswerAsync);
        app.MapPost("/x/threads", (Delegate)new ControlEndpoint(model).ThreadsAsync);
        app.MapDelete("/x/requests/{id}", model.Requests.Cancel);
        var routes = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().ToList();
        app.MapFallback("{*path}", (HttpContext context) => throw Missing(context, routes));
    }

    private static ApiException Missing(HttpContext context, IEnumerable<RouteEndpoint> routes)
    {
        var methods = routes
            .Where(route => new Microsoft.AspNetCore.Routing.Template.TemplateMatcher(new(route.RoutePattern), []).TryMatch(context.Request.Path, []))
            .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
            .Distinct()
            .ToList();
        return methods.Count == 0
            ? new ApiException(404, $"There is no {context.Request.Method} {context.Request.Path}.", null, "not_found")
            : new ApiException(405, $"{context.Request.Path} answers {string.Join(", ", methods)}, not {context.Request.Method}.", null, "method_not_allowed") { Allow = string.Join(", ", methods) };
    }
}
