using System.Text;
using System.Text.Json.Nodes;
using Workbench.Core.Inference.Engine;

namespace Workbench.Hosting.ModelHost;

/// <summary>Log-probabilities in the two shapes of the protocol. A token that is part of a character is told by its bytes.</summary>
internal static class TokenJson
{
    /// <remarks><c>logprob</c> is what the model held of a token before samplers and grammar, <c>x_sampled</c> what it was drawn with.</remarks>
    public static JsonObject Chat(Vocabulary vocabulary, IEnumerable<AnswerToken> tokens) => new()
    {
        ["content"] = new JsonArray([.. tokens.Select(token =>
        {
            var entry = Entry(vocabulary, token.Token, token.Logprob);
            entry["x_sampled"] = double.IsFinite(token.Sampled) ? token.Sampled : null;
            entry["top_logprobs"] = new JsonArray([.. token.Top.Select(top => Entry(vocabulary, top.Token, top.Logprob))]);
            return entry;
        })]),
        ["refusal"] = null,
    };

    public static JsonObject Completion(Vocabulary vocabulary, IReadOnlyCollection<AnswerToken> tokens) => new()
    {
        ["tokens"] = new JsonArray([.. tokens.Select(token => JsonValue.Create(Text(vocabulary, token.Token)))]),
        ["token_logprobs"] = new JsonArray([.. tokens.Select(token => JsonValue.Create(token.Logprob))]),
        ["top_logprobs"] = new JsonArray([.. tokens.Select(token => Top(vocabulary, token))]),
    };

    private static JsonObject Top(Vocabulary vocabulary, AnswerToken token)
    {
        var top = new JsonObject();
        foreach (var chance in token.Top)
        {
            top[Text(vocabulary, chance.Token)] = chance.Logprob;
        }

        return top;
    }

    private static JsonObject Entry(Vocabulary vocabulary, int token, double logprob)
    {
        var bytes = vocabulary.Piece(token).ToArray();
        return new JsonObject { ["token"] = Text(vocabulary, token), ["logprob"] = logprob, ["bytes"] = new JsonArray([.. bytes.Select(value => JsonValue.Create((int)value))]) };
    }

    private static string Text(Vocabulary vocabulary, int token)
    {
        var bytes = vocabulary.Piece(token);
        return bytes.Length == 0 ? vocabulary.Text(token) : Encoding.UTF8.GetString(bytes);
    }
}
