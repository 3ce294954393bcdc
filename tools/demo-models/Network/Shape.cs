namespace DemoModels.Network;

/// <summary>A model of llama.cpp's architecture <c>llama</c>, with the embedding also used as output matrix.</summary>
/// <param name="Width">Embedding length; with <paramref name="Hidden"/> a multiple of 32, as the quantised types need.</param>
/// <param name="Hidden">Length inside the feed-forward part.</param>
/// <param name="Context">Positions the model has angles for.</param>
internal sealed record Shape(int Vocabulary, int Width, int Layers, int Heads, int Hidden, int Context = 256)
{
    public const float RopeBase = 10000f;
    public const float Epsilon = 1e-5f;

    public int HeadWidth => Width / Heads;

    public static Shape Chat(int vocabulary) => new(vocabulary, Width: 128, Layers: 3, Heads: 4, Hidden: 320);

    public static Shape Judge(int vocabulary) => new(vocabulary, Width: 96, Layers: 4, Heads: 3, Hidden: 256);

    public static string Layer(int layer, string part) => $"blk.{layer}.{part}.weight";

    /// <summary>Matrices of a layer with rows (outputs) and columns (inputs).</summary>
    public IEnumerable<(string Part, int Rows, int Columns)> Matrices =>
        [("attn_q", Width, Width), ("attn_k", Width, Width), ("attn_v", Width, Width), ("attn_output", Width, Width), ("ffn_gate", Hidden, Width), ("ffn_up", Hidden, Width), ("ffn_down", Width, Hidden)];
}
