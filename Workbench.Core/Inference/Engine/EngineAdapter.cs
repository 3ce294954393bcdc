using System.Globalization;
using System.Security.Cryptography;
using Workbench.Core.Language;
using Workbench.Core.Models.Gguf;

namespace Workbench.Core.Inference.Engine;

/// <summary>
/// A LoRA adapter's file, checked against its base model: the library ends the process on a field of another type, and its binding does not see a failed load.
/// </summary>
/// <param name="Rank">Largest rank of its pairs.</param>
/// <param name="Sha256">Of the file, lower-case hexadecimal.</param>
internal sealed record EngineAdapter(string File, double Scale, string Name, int Rank, double Alpha, int Pairs, string Sha256)
{
    public const int MostAdapters = 16;

    private const string First = ".lora_a";
    private const string Second = ".lora_b";
    private const double MostScale = 100;

    /// <exception cref="ModelUnavailableException">It does not fit the base; all reasons are named.</exception>
    public static EngineAdapter Read(AdapterUse use, GgufFile model)
    {
        GgufFile file;
        try
        {
            file = GgufFile.Read(use.Adapter);
        }
        catch (InputException exception)
        {
            throw Refused(use, exception.Problems.Select(problem => (problem with { File = null }).ToString()));
        }

        var problems = Problems(use, file, model).Select(phrase => phrase.ToString()).ToList();
        if (problems.Count > 0)
        {
            throw Refused(use, problems.Count <= 8 ? problems : [.. problems.Take(8), "…"]);
        }

        using var stream = System.IO.File.OpenRead(use.Adapter);
        return new EngineAdapter(
            use.Adapter,
            use.Scale,
            file.Name ?? Path.GetFileNameWithoutExtension(use.Adapter),
            (int)file.Tensors.Where(tensor => tensor.Name.EndsWith(Second, StringComparison.Ordinal)).Max(tensor => tensor.Shape[0]),
            AlphaOf(file) ?? 0,
            file.Tensors.Count(tensor => tensor.Name.EndsWith(First, StringComparison.Ordinal)),
            Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    private static double? AlphaOf(GgufFile file) => file.Metadata.FirstOrDefault(entry => entry.Key == "adapter.lora.alpha") is { Type: GgufValueType.F32, Value: double alpha } ? alpha : null;

    private static ModelUnavailableException Refused(AdapterUse use, IEnumerable<string> problems) => new(new Phrase("Inference.AdapterRefused", use.Adapter, string.Join(" ", problems)));

    private static IEnumerable<Phrase> Problems(AdapterUse use, GgufFile file, GgufFile model)
    {
        if (!double.IsFinite(use.Scale) || Math.Abs(use.Scale) > MostScale)
        {
            yield return new Phrase("Inference.AdapterScale", use.Scale.ToString(CultureInfo.InvariantCulture), MostScale.ToString(CultureInfo.InvariantCulture));
        }

        if (file.Text("general.type") != "adapter" || file.Text("adapter.type") != "lora")
        {
            yield return new Phrase("Inference.AdapterType", file.Text("general.type") ?? "-", file.Text("adapter.type") ?? "-");
            yield break;
        }

        if (file.IsBigEndian != model.IsBigEndian)
        {
            yield return new Phrase("Models.OtherByteOrder");
        }

        if (file.Architecture != model.Architecture)
        {
            yield return new Phrase("Inference.AdapterArchitecture", file.Architecture ?? "-", model.Architecture ?? "-");
        }

        if (AlphaOf(file) is not { } alpha || !double.IsFinite(alpha))
        {
            yield return new Phrase("Inference.AdapterAlpha");
        }

        if (file.Metadata.Any(entry => entry.Key == "adapter.alora.invocation_tokens"))
        {
            yield return new Phrase("Inference.AdapterActivated");
        }

        if (!file.Tensors.Any(tensor => tensor.Name.EndsWith(First, StringComparison.Ordinal)))
        {
            yield return new Phrase("Inference.AdapterEmpty");
        }

        var tensors = file.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        // Of a split model one file's header does not name all tensors; the library then finds the rest.
        var weights = model.SplitCount > 1 ? null : model.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        foreach (var problem in file.Tensors.Select(tensor => Problem(tensor, tensors, weights)).OfType<Phrase>())
        {
            yield return problem;
        }
    }

    private static Phrase? Problem(GgufTensor tensor, Dictionary<string, GgufTensor> tensors, Dictionary<string, GgufTensor>? weights)
    {
        if (!tensor.Type.IsWeight)
        {
            return new Phrase("Inference.AdapterTensorType", tensor.Name, tensor.Type.Name);
        }

        if (tensor.Name.EndsWith("_norm.weight", StringComparison.Ordinal))
        {
            return null;
        }

        var isFirst = tensor.Name.EndsWith(First, StringComparison.Ordinal);
        if (!isFirst && !tensor.Name.EndsWith(Second, StringComparison.Ordinal))
        {
            return new Phrase("Inference.AdapterTensorName", tensor.Name);
        }

        var name = tensor.Name[..^First.Length];
        if (!tensors.TryGetValue(name + (isFirst ? Second : First), out var other))
        {
            return new Phrase("Inference.AdapterPair", tensor.Name);
        }

        if (!isFirst || weights is null)
        {
            return null;
        }

        return !weights.TryGetValue(name, out var weight) ? new Phrase("Inference.AdapterNotInBase", name) : Fits(weight, tensor, other) ? null : new Phrase("Inference.AdapterShape", name, Shape(tensor), Shape(other), Shape(weight));
    }

    // Rows of the token embedding are looked up, not multiplied with: there the pair stands the other way round.
    private static bool Fits(GgufTensor weight, GgufTensor a, GgufTensor b)
    {
        var (w, x, y) = (Four(weight), Four(a), Four(b));
        var plane = weight.Name.EndsWith("token_embd.weight", StringComparison.Ordinal)
            ? w[0] == y[1] && w[1] == x[1] && x[0] == y[0]
            : w[0] == x[0] && w[1] == y[1] && x[1] == y[0];
        return plane && w[2] == x[2] && w[2] == y[2] && w[3] == 1 && x[3] == 1 && y[3] == 1;
    }

    private static long[] Four(GgufTensor tensor) => [.. tensor.Shape, .. Enumerable.Repeat(1L, 4 - tensor.Shape.Length)];

    private static string Shape(GgufTensor tensor) => string.Join("×", tensor.Shape);
}
