using System.Text;

namespace Workbench.Core.Inference.Engine;

/// <summary>A GBNF grammar's state for one answer. Owned by the decoding thread.</summary>
internal sealed unsafe class Grammar : IDisposable
{
    private readonly nint _sampler;
    private bool _disposed;

    private Grammar(nint sampler) => _sampler = sampler;

    /// <returns>Null if the library does not accept the grammar.</returns>
    public static Grammar? Parse(Vocabulary vocabulary, string text)
    {
        fixed (byte* grammar = Encoding.UTF8.GetBytes(text + "\0"), root = "root\0"u8)
        {
            var sampler = LlamaApi.llama_sampler_init_grammar(vocabulary.Handle, grammar, root);
            return sampler == 0 ? null : new Grammar(sampler);
        }
    }

    /// <summary>Sets the logits of tokens that can't follow to negative infinity.</summary>
    public void Mask(Span<TokenCandidate> candidates)
    {
        fixed (TokenCandidate* data = candidates)
        {
            var array = new CandidateArray { Data = data, Size = (nuint)candidates.Length, Selected = -1 };
            LlamaApi.llama_sampler_apply(_sampler, &array);
        }
    }

    public bool Allows(int token)
    {
        Span<TokenCandidate> one = [new TokenCandidate { Token = token }];
        Mask(one);
        return !float.IsNegativeInfinity(one[0].Logit);
    }

    /// <summary>Only after <see cref="Mask"/> or <see cref="Allows"/> let the token pass: the library ends the process otherwise.</summary>
    public void Accept(int token) => LlamaApi.llama_sampler_accept(_sampler, token);

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            LlamaApi.llama_sampler_free(_sampler);
        }
    }
}
