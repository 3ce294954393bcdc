using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Workbench.Core.Inference.Engine;

namespace Workbench.Hosting.ModelHost;

/// <summary><c>POST /v1/embeddings</c>: vectors of unit length, as numbers or as base64 of little-endian 32-bit floats.</summary>
internal sealed class EmbeddingsEndpoint(HostedModel model)
{
    public async Task<IResult> AnswerAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context);
        var name = body.Text("model");
        var texts = body.Texts("input", TextEmbedder.MostTexts);
        if (texts.Count == 0)
        {
            body.Problem("input", $"a text or a list of 1 to {TextEmbedder.MostTexts} texts");
        }

        var format = body.Text("encoding_format") ?? "float";
        if (format is not ("float" or "base64"))
        {
            body.Problem("encoding_format", "float or base64");
        }

        var dimensions = body.Whole("dimensions", 1, int.MaxValue);
        body.ThrowIfWrong();
        model.Require(name);
        using var request = model.Begin(context, body.Text("x_request_id"), "embd", 1);
        var embeddings = await model.Engine.EmbedAsync(texts, request.Cancellation);
        if (dimensions is { } wanted && wanted != embeddings[0].Vector.Length)
        {
            throw new ApiException(400, $"The model's vectors have {embeddings[0].Vector.Length} dimensions and can't be cut.", "dimensions", "invalid_request");
        }

        var tokens = embeddings.Sum(embedding => embedding.Tokens);
        return Results.Json(
            new JsonObject
            {
                ["object"] = "list",
                ["model"] = model.Name,
                ["data"] = new JsonArray([.. embeddings.Select((embedding, index) => new JsonObject
                {
                    ["object"] = "embedding",
                    ["index"] = index,
                    ["embedding"] = format == "float"
                        ? new JsonArray([.. embedding.Vector.Select(value => JsonValue.Create(value))])
                        : Convert.ToBase64String(MemoryMarshal.AsBytes(embedding.Vector.AsSpan())),
                })]),
                ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens },
            },
            ApiJson.Options);
    }
}
