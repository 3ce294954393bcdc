using System.Text;
using System.Text.Json.Nodes;
using Workbench.Core.Inference.Engine;

namespace Workbench.Hosting.ModelHost;

/// <summary><c>POST /v1/completions</c>: raw text in, raw text out. Control tokens in the prompt are text unless <c>x_parse_special</c> is true.</summary>
internal sealed class CompletionEndpoint(HostedModel model)
{
    public async Task AnswerAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context);
        var fields = GenerationFields.Read(body, chat: false);
        var prompts = body.Texts("prompt", 1);
        var parse = body.Flag("x_parse_special");
        if (prompts.Count != 1)
        {
            body.Problem("prompt", "one text");
        }

        if (body.Flag("echo"))
        {
            body.Refuse("echo", "not available here");
        }

        body.ThrowIfWrong();
        model.Require(fields.Model);
        var tokens = PromptTokens.OfText(model.Engine.Vocabulary, prompts[0], parse);
        var jobs = model.Engine.Generate(tokens, fields.Spec, fields.Count, fields.Interactive, context.RequestAborted);
        var id = Answer.Id("cmpl");
        if (fields.Stream)
        {
            await StreamAsync(context, fields, prompts[0], jobs, id);
            return;
        }

        var choices = new JsonArray();
        for (var i = 0; i < jobs.Length; i++)
        {
            var text = new StringBuilder();
            var written = new List<AnswerToken>();
            string? reason = null;
            await foreach (var piece in jobs[i].Pieces.ReadAllAsync(context.RequestAborted))
            {
                text.Append(piece.Text);
                written.AddRange(piece.Tokens);
                reason = Answer.Reason(piece.End) ?? reason;
            }

            choices.Add(Choice(i, text.ToString(), reason, fields, written));
        }

        var answer = Head(id);
        answer["choices"] = choices;
        answer["usage"] = Answer.Usage(jobs);
        Answer.Extend(answer, fields, prompts[0], jobs[0]);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString(ApiJson.Options), context.RequestAborted);
    }

    private async Task StreamAsync(HttpContext context, GenerationFields fields, string prompt, IReadOnlyList<GenerationJob> jobs, string id)
    {
        using var events = new EventStream(context);
        await events.BeginAsync();
        await events.PumpAsync(jobs, (index, piece) =>
        {
            var chunk = Head(id);
            chunk["choices"] = new JsonArray(Choice(index, piece.Text, Answer.Reason(piece.End), fields, piece.Tokens));
            if (piece.End is not null)
            {
                Answer.Extend(chunk, fields, prompt, jobs[index]);
            }

            return chunk;
        });
        if (fields.IncludeUsage)
        {
            var usage = Head(id);
            usage["choices"] = new JsonArray();
            usage["usage"] = Answer.Usage(jobs);
            await events.WriteAsync(usage);
        }

        await events.EndAsync();
    }

    private JsonObject Head(string id) => new() { ["id"] = id, ["object"] = "text_completion", ["created"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(), ["model"] = model.Name };

    private JsonObject Choice(int index, string text, string? reason, GenerationFields fields, IReadOnlyCollection<AnswerToken> tokens) => new()
    {
        ["index"] = index,
        ["text"] = text,
        ["logprobs"] = fields.Spec.TopLogprobs is null ? null : TokenJson.Completion(model.Engine.Vocabulary, tokens),
        ["finish_reason"] = reason,
    };
}
