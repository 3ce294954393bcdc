using Microsoft.AspNetCore.Http.Features;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.People;

namespace Workbench.Api;

/// <summary>What holds for every address under <c>/api</c>: a change needs a token, since another site could have a browser's cookie sent; bodies are bounded; what goes wrong is answered as a problem document.</summary>
public static class ApiGate
{
    public const string Path = "/api";

    /// <summary>Of a body that is no file.</summary>
    public const long MostBytes = 4L << 20;

    public static IApplicationBuilder UseApi(this IApplicationBuilder app) => app.UseWhen(static context => Covers(context), static branch => branch.Use(InvokeAsync));

    public static bool Covers(HttpContext context) => context.Request.Path.StartsWithSegments(Path);

    private static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            Admit(context);
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null })
            {
                await ApiProblem.WriteAsync(context, context.Response.StatusCode, []);
            }
        }
        catch (Exception failure) when (!context.Response.HasStarted && ApiProblem.StatusOf(failure, context) is not null)
        {
            await ApiProblem.WriteAsync(context, failure);
        }
    }

    private static void Admit(HttpContext context)
    {
        var marks = context.GetEndpoint()?.Metadata;
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && !TokenHandler.Comes(context))
        {
            throw new NotAllowedException(new Phrase("Governance.TokenNeeded"));
        }

        if (marks?.GetMetadata<ApiOperation>() is { } mark)
        {
            Permissions.Require(CurrentActor.From(context.User), mark.Operation.Permission);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bound)
        {
            bound.MaxRequestBodySize = marks?.GetMetadata<ApiUpload>()?.MostBytes ?? MostBytes;
        }
    }
}
