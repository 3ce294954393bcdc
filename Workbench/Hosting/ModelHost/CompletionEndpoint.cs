using System.Text.Json.Nodes;
using Workbench.Core.Inference.Engine;

namespace Workbench.Hosting.ModelHost;

/// <summary><c>POST /v1/completions</c>: raw text in, raw text out. Control tokens in the prompt are text unless <c>x_parse_special</c> is true.</summary>
internal sealed class CompletionEndpoint(HostedModel model)
{
    private const int MostAnswers = 64;
    private const int MostPrompts = 64;

    public async Task AnswerAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context);
        var fields = GenerationFields.Read(body, model, chat: false, MostAnswers);
        var prompts = PromptFields.Read(body, "prompt", model.Engine.Vocabulary, MostPrompts, body.Flag("x_parse_special"));
        if (body.Flag("echo"))
        {
            body.Refuse("echo", "not available here");
        }

        if (body.Whole("best_of", 1, MostAnswers) is { } best && best != fields.Count)
        {
            body.Refuse("best_of", "not available here");
        }

        body.ThrowIfWrong();
        model.Require(fields.Model);
        using var request = model.Begin(context, fields.Id, "cmpl", prompts.Count * fields.Count);
        var jobs = prompts.SelectMany(prompt => model.Engine.Generate(prompt.Tokens, fields.Spec, fields.Count, fields.Interactive, request.Cancellation)).ToList();
        var text = prompts[0].Text ?? "";
        if (fields.Stream)
        {
            await StreamAsync(context, fields, text, jobs, request.Id);
            return;
        }

        var choices = new JsonArray();
        foreach (var (index, job) in jobs.Index())
        {
            var read = await ReadAnswer.OfAsync(job, context.RequestAborted);
            choices.Add(Choice(index, read.Text, Answer.Reason(read.End), fields, read.Tokens));
        }

        var answer = Head(request.Id);
        answer["choices"] = choices;
        answer["usage"] = Answer.Usage(jobs, fields.Count);
        Answer.Extend(answer, fields, text, jobs[0]);
        request.Dispose();
        await Answer.WriteAsync(context, answer);
    }

    private async Task StreamAsync(HttpContext context, GenerationFields fields, string prompt, IReadOnlyList<GenerationJob> jobs, string id)
    {
        using var events = new EventStream(context);
        var texts = new TextFrames(events, index =>
        {
            var chunk = Head(id);
            chunk["choices"] = new JsonArray(Choice(index, TextFrames.Mark, null, fields, []));
            return chunk;
        });
        await events.BeginAsync();
        await events.PumpAsync(jobs, (index, piece) =>
        {
            if (piece.End is null && piece.Tokens.IsEmpty)
            {
                return texts.WriteAsync(index, piece.Text);
            }

            var chunk = Head(id);
            chunk["choices"] = new JsonArray(Choice(index, piece.Text, Answer.Reason(piece.End), fields, piece.Tokens));
            if (piece.End is not null)
            {
                Answer.Extend(chunk, fields, prompt, jobs[index]);
            }

            return events.WriteAsync(chunk);
        });
        if (fields.IncludeUsage)
        {
            var usage = Head(id);
            usage["choices"] = new JsonArray();
            usage["usage"] = Answer.Usage(jobs, fields.Count);
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
