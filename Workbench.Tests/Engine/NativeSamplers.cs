using System.Runtime.InteropServices;
using System.Text;
using Workbench.Core.Inference.Engine;

namespace Workbench.Tests.Engine;

/// <summary>Samplers of the native library, called directly: what ours are held against.</summary>
internal sealed unsafe class NativeSamplers(InferenceEngine engine)
{
    private readonly nint _library = NativeLibrary.Load(NativeFolder.Library(engine.Model.Library.Folder.Path, "llama"));

    public nint TopK(int count) => ((delegate* unmanaged[Cdecl]<int, nint>)Function("llama_sampler_init_top_k"))(count);

    public nint TopP(float share) => ((delegate* unmanaged[Cdecl]<float, nuint, nint>)Function("llama_sampler_init_top_p"))(share, 1);

    public nint MinP(float share) => ((delegate* unmanaged[Cdecl]<float, nuint, nint>)Function("llama_sampler_init_min_p"))(share, 1);

    public nint Typical(float share) => ((delegate* unmanaged[Cdecl]<float, nuint, nint>)Function("llama_sampler_init_typical"))(share, 1);

    public nint TopNSigma(float deviations) => ((delegate* unmanaged[Cdecl]<float, nint>)Function("llama_sampler_init_top_n_sigma"))(deviations);

    public nint Xtc(float probability, float threshold) => ((delegate* unmanaged[Cdecl]<float, float, nuint, uint, nint>)Function("llama_sampler_init_xtc"))(probability, threshold, 1, 1);

    public nint Temperature(float temperature) => ((delegate* unmanaged[Cdecl]<float, nint>)Function("llama_sampler_init_temp"))(temperature);

    public nint Temperature(float temperature, float range, float exponent) => ((delegate* unmanaged[Cdecl]<float, float, float, nint>)Function("llama_sampler_init_temp_ext"))(temperature, range, exponent);

    public nint Penalties(int last, float repeat, float frequency, float presence) => ((delegate* unmanaged[Cdecl]<int, float, float, float, nint>)Function("llama_sampler_init_penalties"))(last, repeat, frequency, presence);

    public nint Mirostat1(int vocabulary, float tau, float eta) => ((delegate* unmanaged[Cdecl]<int, uint, float, float, int, nint>)Function("llama_sampler_init_mirostat"))(vocabulary, 7, tau, eta, 100);

    public nint Mirostat2(float tau, float eta) => ((delegate* unmanaged[Cdecl]<uint, float, float, nint>)Function("llama_sampler_init_mirostat_v2"))(7, tau, eta);

    public nint Dry(float multiplier, float power, int allowed, int last, params string[] breakers)
    {
        var texts = breakers.Select(text => Marshal.StringToCoTaskMemUTF8(text)).ToArray();
        fixed (nint* list = texts)
        {
            return ((delegate* unmanaged[Cdecl]<nint, int, float, float, int, int, nint*, nuint, nint>)Function("llama_sampler_init_dry"))(engine.Vocabulary.Handle, 4096, multiplier, power, allowed, last, list, (nuint)texts.Length);
        }
    }

    public nint Grammar(string text)
    {
        fixed (byte* grammar = Encoding.UTF8.GetBytes(text + "\0"), root = "root\0"u8)
        {
            return ((delegate* unmanaged[Cdecl]<nint, byte*, byte*, nint>)Function("llama_sampler_init_grammar"))(engine.Vocabulary.Handle, grammar, root);
        }
    }

    public void Accept(nint sampler, int token) => ((delegate* unmanaged[Cdecl]<nint, int, void>)Function("llama_sampler_accept"))(sampler, token);

    public void Free(nint sampler) => ((delegate* unmanaged[Cdecl]<nint, void>)Function("llama_sampler_free"))(sampler);

    /// <summary>Chance of each token left, and the index of the one drawn, if the sampler draws.</summary>
    public (SortedDictionary<int, double> Left, int Selected) Apply(ReadOnlySpan<float> logits, params nint[] samplers)
    {
        var data = new TokenCandidate[logits.Length];
        for (var i = 0; i < data.Length; i++)
        {
            data[i] = new TokenCandidate { Token = i, Logit = logits[i] };
        }

        fixed (TokenCandidate* pointer = data)
        {
            var array = new Candidates { Data = pointer, Size = (nuint)data.Length, Selected = -1 };
            foreach (var sampler in samplers)
            {
                ((delegate* unmanaged[Cdecl]<nint, Candidates*, void>)Function("llama_sampler_apply"))(sampler, &array);
            }

            var left = new ReadOnlySpan<TokenCandidate>(array.Data, (int)array.Size).ToArray();
            return (Chances(left), array.Selected < 0 ? -1 : left[array.Selected].Token);
        }
    }

    public static SortedDictionary<int, double> Chances(IEnumerable<TokenCandidate> candidates)
    {
        var left = candidates.Where(candidate => !float.IsNegativeInfinity(candidate.Logit)).ToList();
        var most = left.Max(candidate => candidate.Logit);
        var total = left.Sum(candidate => Math.Exp(candidate.Logit - most));
        return new SortedDictionary<int, double>(left.ToDictionary(candidate => candidate.Token, candidate => Math.Exp(candidate.Logit - most) / total));
    }

    private nint Function(string name) => NativeLibrary.GetExport(_library, name);

    private struct Candidates
    {
        public TokenCandidate* Data;
        public nuint Size;
        public long Selected;
        public byte Sorted;
    }
}
