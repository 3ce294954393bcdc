using System.Text.Json.Nodes;

namespace Workbench.Hosting.ModelHost;

/// <summary>What the parent of a host changes while it runs.</summary>
internal sealed class ControlEndpoint(HostedModel model)
{
    /// <summary><c>POST /x/threads</c> with <c>{"threads": N}</c>: from the next decode on.</summary>
    public async Task<IResult> ThreadsAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context);
        var threads = body.Whole("threads", 1, 256);
        if (threads is null)
        {
            body.Problem("threads", "a whole number from 1 to 256");
        }

        body.ThrowIfWrong();
        model.Engine.SetThreads((int)threads!);
        return Results.Json(new JsonObject { ["threads"] = threads }, ApiJson.Options);
    }
}
