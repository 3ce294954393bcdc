using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Workbench.Core.Inference.Engine;

namespace Workbench.Hosting.ModelHost;

/// <summary>
/// <c>POST /x/samples</c>: <c>n</c> answers to one prompt or conversation, which is decoded once for all. One JSON document; or with <c>stream</c> a line of JSON for each
/// answer as it ends, and a last line with what it all took.
/// </summary>
internal sealed class SamplesEndpoint(HostedModel model)
{
    private const int MostAnswers = 1024;
    private const string Lines = "application/x-ndjson";

    public async Task AnswerAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context);
        var fields = GenerationFields.Read(body, model, chat: true, MostAnswers);
        var text = body.Text("prompt");
        var conversation = ConversationFields.Read(body, required: false);
        if (text is null == conversation.Messages.IsEmpty)
        {
            body.Problem("prompt", "given, or else messages: one of the two");
        }

        body.ThrowIfWrong();
        model.Require(fields.Model);
        using var request = model.Begin(context, fields.Id, "samples", fields.Count);
        var engine = model.Engine;
        var prompt = text is null ? ChatRendering.Render(engine, conversation, null) : null;
        var tokens = prompt is null ? PromptTokens.OfText(engine.Vocabulary, text!) : engine.Tokens(prompt);
        var jobs = engine.Generate(tokens, fields.Spec, fields.Count, fields.Interactive, request.Cancellation);
        var answers = jobs.Select((job, index) => SampleAsync(job, index, fields, context.RequestAborted)).ToList();
        var end = new JsonObject { ["id"] = request.Id, ["object"] = "x.samples", ["model"] = model.Name };
        if (fields.Stream)
        {
            context.Response.ContentType = Lines;
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await foreach (var sample in Task.WhenEach(answers))
            {
                context.Response.BodyWriter.Write(Encoding.UTF8.GetBytes((await sample).ToJsonString(ApiJson.Options) + "\n"));
                await SlowReader.FlushAsync(context);
            }
        }
        else
        {
            end["samples"] = new JsonArray([.. await Task.WhenAll(answers)]);
        }

        end["usage"] = Answer.Usage(jobs);
        if (fields.ReturnPrompt)
        {
            end["x_prompt"] = prompt?.Text ?? text;
        }

        request.Dispose();
        await Answer.WriteAsync(context, end);
    }

    private async Task<JsonObject> SampleAsync(GenerationJob job, int index, GenerationFields fields, CancellationToken aborted)
    {
        var read = await ReadAnswer.OfAsync(job, aborted);
        return new JsonObject
        {
            ["index"] = index,
            ["seed"] = unchecked((long)fields.Spec.Sampling.Seed + index),
            ["text"] = read.Text,
            ["finish_reason"] = Answer.Reason(read.End),
            ["completion_tokens"] = job.Generated,
            ["cached_tokens"] = Math.Max(0, job.Cached),
            ["logprobs"] = fields.Spec.TopLogprobs is null ? null : TokenJson.Chat(model.Engine.Vocabulary, read.Tokens),
            ["x_timing"] = Answer.Timing(job),
        };
    }
}
