using System.Text;
using System.Text.Json.Nodes;
using Workbench.Core.Inference.Engine;

namespace Workbench.Hosting.ModelHost;

/// <summary><c>POST /v1/chat/completions</c>.</summary>
internal sealed class ChatEndpoint(HostedModel model)
{
    public async Task AnswerAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context);
        var fields = GenerationFields.Read(body, chat: true);
        var messages = ChatMessages.Read(body, required: true);
        body.ThrowIfWrong();
        model.Require(fields.Model);
        var prompt = model.Engine.Render(messages);
        var jobs = model.Engine.Generate(model.Engine.Tokens(prompt), fields.Spec, fields.Count, fields.Interactive, context.RequestAborted);
        var head = new Func<string, JsonObject>(kind => new JsonObject { ["object"] = kind, ["created"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(), ["model"] = model.Name });
        var id = Answer.Id("chatcmpl");
        if (fields.Stream)
        {
            await StreamAsync(context, fields, prompt.Text, jobs, id, head);
            return;
        }

        var choices = new JsonArray();
        for (var i = 0; i < jobs.Length; i++)
        {
            choices.Add(await ChoiceAsync(jobs[i], i, fields, context.RequestAborted));
        }

        var answer = head("chat.completion");
        answer["id"] = id;
        answer["choices"] = choices;
        answer["usage"] = Answer.Usage(jobs);
        Answer.Extend(answer, fields, prompt.Text, jobs[0]);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString(ApiJson.Options), context.RequestAborted);
    }

    private async Task<JsonObject> ChoiceAsync(GenerationJob job, int index, GenerationFields fields, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        var tokens = new List<AnswerToken>();
        string? reason = null;
        await foreach (var piece in job.Pieces.ReadAllAsync(cancellation))
        {
            text.Append(piece.Text);
            tokens.AddRange(piece.Tokens);
            reason = Answer.Reason(piece.End) ?? reason;
        }

        return new JsonObject
        {
            ["index"] = index,
            ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = text.ToString(), ["refusal"] = null },
            ["logprobs"] = fields.Spec.TopLogprobs is null ? null : TokenJson.Chat(model.Engine.Vocabulary, tokens),
            ["finish_reason"] = reason,
        };
    }

    private async Task StreamAsync(HttpContext context, GenerationFields fields, string prompt, IReadOnlyList<GenerationJob> jobs, string id, Func<string, JsonObject> head)
    {
        using var events = new EventStream(context);
        await events.BeginAsync();
        for (var i = 0; i < jobs.Count; i++)
        {
            await events.WriteAsync(Chunk(i, new JsonObject { ["role"] = "assistant", ["content"] = "" }, null, null));
        }

        await events.PumpAsync(jobs, (index, piece) =>
        {
            var delta = piece.Text.Length > 0 ? new JsonObject { ["content"] = piece.Text } : [];
            var chunk = Chunk(index, delta, Answer.Reason(piece.End), fields.Spec.TopLogprobs is null || piece.Tokens.IsEmpty ? null : TokenJson.Chat(model.Engine.Vocabulary, piece.Tokens));
            if (piece.End is not null)
            {
                Answer.Extend(chunk, fields, prompt, jobs[index]);
            }

            return chunk;
        });
        if (fields.IncludeUsage)
        {
            var usage = head("chat.completion.chunk");
            usage["id"] = id;
            usage["choices"] = new JsonArray();
            usage["usage"] = Answer.Usage(jobs);
            await events.WriteAsync(usage);
        }

        await events.EndAsync();

        JsonObject Chunk(int index, JsonObject delta, string? reason, JsonObject? logprobs)
        {
            var chunk = head("chat.completion.chunk");
            chunk["id"] = id;
            chunk["choices"] = new JsonArray(new JsonObject { ["index"] = index, ["delta"] = delta, ["logprobs"] = logprobs, ["finish_reason"] = reason });
            return chunk;
        }
    }
}
