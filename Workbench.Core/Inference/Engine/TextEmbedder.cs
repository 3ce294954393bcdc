using System.Collections.Immutable;
using System.Globalization;
using System.Numerics.Tensors;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Engine;

/// <summary>The mean of a text's last hidden states as a vector of unit length.</summary>
/// <param name="Tokens">Length of the text.</param>
internal sealed record TextEmbedding(ImmutableArray<float> Vector, int Tokens);

/// <summary>
/// Embeds texts in a context of its own, made with the first one, so that running answers keep theirs. Each text is decoded alone in chunks of one size:
/// its vector does not depend on the others. Texts of all callers go one after another.
/// </summary>
internal sealed class TextEmbedder(EngineModel model, EngineSpec spec, int context) : IDisposable
{
    public const int MostTexts = 256;

    /// <summary>Longest text; bounds the memory of the second cache.</summary>
    private const int MostTokens = 2048;

    // Every token of a chunk has its row of hidden state and of logits.
    private const int Chunk = 64;

    private readonly SemaphoreSlim _gate = new(1);
    private DecodeContext? _context;

    public int Longest { get; } = Math.Min(context, MostTokens);

    /// <exception cref="InputException">No text, too many, or texts that are empty or too long: all of them at once.</exception>
    public async Task<ImmutableArray<TextEmbedding>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellation)
    {
        var tokens = Tokenize(texts);
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => tokens.Select(text => Embed(text, cancellation)).ToImmutableArray(), cancellation).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _gate.Wait();
        _context?.Dispose();
        _gate.Dispose();
    }

    private List<List<int>> Tokenize(IReadOnlyList<string> texts)
    {
        if (texts.Count is 0 or > MostTexts)
        {
            throw new InputException(new InputProblem(new Phrase("Inference.EmbeddingCount", Number(texts.Count), Number(MostTexts)), Field: "input"));
        }

        var problems = new List<InputProblem>();
        var tokens = new List<List<int>>();
        for (var i = 0; i < texts.Count; i++)
        {
            var text = PromptTokens.OfText(model.Vocabulary, texts[i]);
            tokens.Add(text);
            if (string.IsNullOrWhiteSpace(texts[i]))
            {
                problems.Add(new InputProblem(new Phrase("Inference.EmbeddingEmpty"), Field: $"input[{i}]"));
            }
            else if (text.Count > Longest)
            {
                problems.Add(new InputProblem(new Phrase("Inference.EmbeddingTooLong", Number(text.Count), Number(Longest)), Field: $"input[{i}]"));
            }
        }

        return problems.Count == 0 ? tokens : throw new InputException([.. problems]);
    }

    private TextEmbedding Embed(List<int> tokens, CancellationToken cancellation)
    {
        var context = _context ??= new DecodeContext(model, spec with { Sequences = 1 }, Longest, 1, embeddings: true);
        var sum = new double[model.Width];
        context.Remove(0);
        for (var start = 0; start < tokens.Count; start += Chunk)
        {
            cancellation.ThrowIfCancellationRequested();
            context.Clear();
            for (var at = start; at < Math.Min(tokens.Count, start + Chunk); at++)
            {
                context.Add(tokens[at], at, 0, output: true);
            }

            if (context.Decode() != DecodeOutcome.Done)
            {
                throw new InvalidOperationException($"The library refused a batch. {EngineLog.LastError}");
            }

            for (var index = 0; index < context.Count; index++)
            {
                var hidden = context.Embedding(index);
                for (var i = 0; i < sum.Length; i++)
                {
                    sum[i] += hidden[i];
                }
            }
        }

        var length = TensorPrimitives.Norm<double>(sum);
        return length > 0 && double.IsFinite(length)
            ? new TextEmbedding([.. sum.Select(value => (float)(value / length))], tokens.Count)
            : throw new ModelUnavailableException(new Phrase("Inference.NotNumbers"));
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
