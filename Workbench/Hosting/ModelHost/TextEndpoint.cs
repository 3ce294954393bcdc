using System.Text.Json.Nodes;

namespace Workbench.Hosting.ModelHost;

/// <summary>Text to tokens, and a conversation to the text that would be sent.</summary>
internal sealed class TextEndpoint(HostedModel model)
{
    public async Task<IResult> TokenizeAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context);
        var text = body.Text("text");
        if (text is null)
        {
            body.Problem("text", "text");
        }

        var parse = body.Flag("parse_special");
        body.ThrowIfWrong();
        var tokens = model.Engine.Vocabulary.Tokenize(text!, parse);
        return Results.Json(new JsonObject { ["tokens"] = new JsonArray([.. tokens.Select(token => JsonValue.Create(token))]), ["count"] = tokens.Length }, ApiJson.Options);
    }

    public async Task<IResult> RenderAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context);
        var conversation = ConversationFields.Read(body, required: true);
        var tools = ToolFields.Read(body);
        body.ThrowIfWrong();
        var prompt = ChatRendering.Render(model.Engine, conversation, tools);
        var tokens = model.Engine.Tokens(prompt);
        return Results.Json(
            new JsonObject { ["prompt"] = prompt.Text, ["template"] = prompt.Origin, ["tokens"] = new JsonArray([.. tokens.Select(token => JsonValue.Create(token))]) },
            ApiJson.Options);
    }
}
