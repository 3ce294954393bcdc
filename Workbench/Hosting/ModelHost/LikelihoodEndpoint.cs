using System.Text;
using System.Text.Json.Nodes;
using Workbench.Core.Inference.Engine;
using Workbench.Core.Inference.Templates;

namespace Workbench.Hosting.ModelHost;

/// <summary>How likely given continuations are after one prompt or conversation, in order.</summary>
internal sealed class LikelihoodEndpoint(HostedModel model)
{
    private const int MostContinuations = 1024;

    public async Task<IResult> AnswerAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context);
        var name = body.Text("model");
        var prompt = body.Text("prompt");
        var conversation = ConversationFields.Read(body, required: false);
        var continuations = body.Texts("continuations", MostContinuations);
        if (prompt is null == conversation.Messages.IsEmpty)
        {
            body.Problem("prompt", "given, or else messages: one of the two");
        }

        if (continuations.Count == 0 || continuations.Any(text => text.Length == 0))
        {
            body.Problem("continuations", "at least one, none of them empty");
        }

        body.ThrowIfWrong();
        model.Require(name);
        using var request = model.Begin(context, null, "likelihood", continuations.Count);
        var engine = model.Engine;
        var rendered = prompt is null ? ChatRendering.Render(engine, conversation, null) : null;
        var alone = rendered is null ? PromptTokens.OfText(engine.Vocabulary, prompt!) : engine.Tokens(rendered);
        var whole = continuations.Select(text => rendered is null
            ? PromptTokens.OfText(engine.Vocabulary, prompt + text)
            : PromptTokens.OfPieces(engine.Vocabulary, [.. rendered.Pieces, new PromptPiece(text, IsContent: true)]));
        var results = await engine.LikelihoodAsync(alone, [.. whole], request.Cancellation);
        return Results.Json(
            new JsonObject
            {
                ["results"] = new JsonArray([.. results.Select((result, i) => new JsonObject
                {
                    ["logprob"] = result.Logprob,
                    ["tokens"] = result.Tokens,
                    ["greedy"] = result.IsGreedy,
                    ["bytes"] = Encoding.UTF8.GetByteCount(continuations[i]),
                })]),
            },
            ApiJson.Options);
    }
}
