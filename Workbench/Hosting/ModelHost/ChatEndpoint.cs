using System.Text.Json.Nodes;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Engine;

namespace Workbench.Hosting.ModelHost;

/// <summary><c>POST /v1/chat/completions</c>.</summary>
internal sealed class ChatEndpoint(HostedModel model)
{
    private const int MostAnswers = 64;

    public async Task AnswerAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context);
        var fields = GenerationFields.Read(body, model, chat: true, MostAnswers);
        var conversation = ConversationFields.Read(body, required: true);
        var tools = ToolFields.Read(body);
        body.ThrowIfWrong();
        model.Require(fields.Model);
        using var request = model.Begin(context, fields.Id, "chatcmpl", fields.Count);
        var prompt = ChatRendering.Render(model.Engine, conversation, tools);
        var spec = ChatRendering.Apply(model.Engine, fields.Spec, conversation, tools);
        var jobs = model.Engine.Generate(model.Engine.Tokens(prompt), spec, fields.Count, fields.Interactive, request.Cancellation);
        var names = tools?.All.Select(tool => tool.Name).ToHashSet(StringComparer.Ordinal);
        var readers = jobs.Select(_ => names is null ? null : new ToolCallReader(names, tools!.Parallel)).ToArray();
        if (fields.Stream)
        {
            await StreamAsync(context, fields, prompt.Text, jobs, readers, request.Id);
            return;
        }

        var choices = new JsonArray();
        for (var i = 0; i < jobs.Length; i++)
        {
            choices.Add(await ChoiceAsync(jobs[i], i, fields, readers[i], context.RequestAborted));
        }

        var answer = new JsonObject { ["id"] = request.Id, ["object"] = "chat.completion", ["created"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(), ["model"] = model.Name };
        answer["choices"] = choices;
        answer["usage"] = Answer.Usage(jobs);
        Answer.Extend(answer, fields, prompt.Text, jobs[0]);
        request.Dispose();
        await Answer.WriteAsync(context, answer);
    }

    private async Task<JsonObject> ChoiceAsync(GenerationJob job, int index, GenerationFields fields, ToolCallReader? reader, CancellationToken aborted)
    {
        var read = await ReadAnswer.OfAsync(job, aborted);
        var message = new JsonObject { ["role"] = "assistant", ["content"] = read.Text, ["refusal"] = null };
        if (reader is not null)
        {
            var (first, last) = (reader.Append(read.Text), reader.Finish());
            var text = first.Text + last.Text;
            message["content"] = reader.HasCalls && text.Length == 0 ? null : text;
            if (reader.HasCalls)
            {
                message["tool_calls"] = new JsonArray([.. first.Calls.Concat(last.Calls).Select(call => Describe(call))]);
            }
        }

        return new JsonObject
        {
            ["index"] = index,
            ["message"] = message,
            ["logprobs"] = fields.Spec.TopLogprobs is null ? null : TokenJson.Chat(model.Engine.Vocabulary, read.Tokens),
            ["finish_reason"] = Reason(read.End, reader),
        };
    }

    private async Task StreamAsync(HttpContext context, GenerationFields fields, string prompt, IReadOnlyList<GenerationJob> jobs, ToolCallReader?[] readers, string id)
    {
        using var events = new EventStream(context);
        var chunks = new ChatChunks(events, id, model.Name);
        var calls = new int[jobs.Count];
        await events.BeginAsync();
        for (var i = 0; i < jobs.Count; i++)
        {
            await events.WriteAsync(chunks.Chunk(i, new JsonObject { ["role"] = "assistant", ["content"] = "" }));
        }

        await events.PumpAsync(jobs, SendAsync);
        if (fields.IncludeUsage)
        {
            var usage = chunks.Head();
            usage["choices"] = new JsonArray();
            usage["usage"] = Answer.Usage(jobs);
            await events.WriteAsync(usage);
        }

        await events.EndAsync();

        Task SendAsync(int index, AnswerPiece piece)
        {
            var reader = readers[index];
            if (reader is null && piece.End is null && piece.Tokens.IsEmpty)
            {
                return chunks.TextAsync(index, piece.Text);
            }

            var delta = new JsonObject();
            Add(delta, reader is null ? new ToolPiece(piece.Text, []) : reader.Append(piece.Text), index);
            if (piece.End is not null && reader is not null)
            {
                Add(delta, reader.Finish(), index);
            }

            var logprobs = fields.Spec.TopLogprobs is null || piece.Tokens.IsEmpty ? null : TokenJson.Chat(model.Engine.Vocabulary, piece.Tokens);
            if (delta.Count == 0 && logprobs is null && piece.End is null)
            {
                return Task.CompletedTask;
            }

            var chunk = chunks.Chunk(index, delta, logprobs, Reason(piece.End, reader));
            if (piece.End is not null)
            {
                Answer.Extend(chunk, fields, prompt, jobs[index]);
            }

            return events.WriteAsync(chunk);
        }

        void Add(JsonObject delta, ToolPiece piece, int index)
        {
            if (piece.Text.Length > 0)
            {
                delta["content"] = delta["content"]?.GetValue<string>() + piece.Text;
            }

            foreach (var call in piece.Calls)
            {
                var list = delta["tool_calls"] as JsonArray ?? [];
                delta["tool_calls"] ??= list;
                list.Add(Describe(call, calls[index]++));
            }
        }
    }

    private static string? Reason(StopReason? end, ToolCallReader? reader) => end == StopReason.Stop && reader is { HasCalls: true } ? "tool_calls" : Answer.Reason(end);

    private static JsonObject Describe(ToolCall call, int? index = null)
    {
        var json = new JsonObject { ["id"] = call.Id, ["type"] = "function", ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = call.Arguments } };
        if (index is { } place)
        {
            json["index"] = place;
        }

        return json;
    }
}
