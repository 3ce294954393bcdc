using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Language;

namespace Workbench.Core.Models.Gguf;

/// <summary>The facts of one GGUF file, from its header alone: no weight is read.</summary>
/// <param name="Version">2 or 3.</param>
/// <param name="Alignment">Bytes to which each tensor's start is aligned.</param>
/// <param name="DataStart">First byte of the weights.</param>
/// <param name="Length">Bytes of the file.</param>
public sealed record GgufFile(
    string Path,
    int Version,
    bool IsBigEndian,
    int Alignment,
    long DataStart,
    long Length,
    ImmutableArray<GgufEntry> Metadata,
    ImmutableArray<GgufTensor> Tensors)
{
    private readonly ImmutableDictionary<string, object> _values = Metadata.ToImmutableDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);

    /// <summary>Model family by which the engine chooses how to compute, for example <c>llama</c>; null where the file does not say.</summary>
    public string? Architecture => Text("general.architecture");

    public string? Name => Text("general.name");

    public string? License => Text("general.license");

    public GgufKind Kind => GgufKinds.Of(Architecture, Text("general.type"), Tensors, SplitCount > 1);

    /// <summary>Numbers in all tensors of this file.</summary>
    public long Parameters { get; } = Tensors.Sum(tensor => tensor.Elements);

    /// <summary>Most tokens the model was trained to attend to.</summary>
    public long? ContextLength => Whole($"{Architecture}.context_length");

    /// <summary>Tokenizer family: <c>llama</c> (SentencePiece), <c>gpt2</c> (byte pairs), …</summary>
    public string? TokenizerModel => Text("tokenizer.ggml.model");

    /// <summary>Pieces of the vocabulary.</summary>
    public long? VocabularySize => (_values.GetValueOrDefault(GgufVocabularyCheck.Tokens) as GgufArray)?.Count ?? Whole($"{Architecture}.vocab_size");

    /// <summary>Jinja sources by name; the one used unless another is asked for is named <c>default</c>.</summary>
    public ImmutableSortedDictionary<string, string> ChatTemplates => Metadata
        .Where(entry => entry.Value is string { Length: > 0 } && (entry.Key == GgufKinds.ChatTemplate || entry.Key.StartsWith(GgufKinds.ChatTemplate + ".", StringComparison.Ordinal)))
        .ToImmutableSortedDictionary(entry => entry.Key == GgufKinds.ChatTemplate ? "default" : entry.Key[(GgufKinds.ChatTemplate.Length + 1)..], entry => (string)entry.Value, StringComparer.Ordinal);

    public string? ChatTemplate => Text(GgufKinds.ChatTemplate) is { Length: > 0 } template ? template : null;

    /// <summary>As the file names it (<c>general.file_type</c>), else the type that holds the most bytes.</summary>
    public string? Quantisation => GgufKinds.FileType(Whole("general.file_type")) ?? QuantisationBytes.FirstOrDefault().Type?.Name;

    /// <summary>Bytes by storage type, most first.</summary>
    public ImmutableArray<(GgufTensorType Type, int Tensors, long Bytes)> QuantisationBytes =>
        [.. Tensors.GroupBy(tensor => tensor.Type).Select(group => (group.Key, group.Count(), group.Sum(tensor => tensor.Bytes))).OrderByDescending(group => group.Item3)];

    /// <summary>Texts of the vocabulary's tokens with a role, by role: <c>bos</c>, <c>eos</c>, <c>unknown</c>, …</summary>
    public ImmutableDictionary<string, string> SpecialTokens { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Files the model is split over; 1 for a whole one.</summary>
    public int SplitCount => (int)Math.Clamp(Whole("split.count") ?? 1, 1, ushort.MaxValue);

    /// <summary>A whole-number field; null if absent, of another type or beyond 63 bits.</summary>
    public long? Whole(string key) => _values.GetValueOrDefault(key) switch
    {
        ulong value and <= long.MaxValue => (long)value,
        long value => value,
        _ => null,
    };

    public string? Text(string key) => _values.GetValueOrDefault(key) as string;

    /// <summary>A list; null if absent or no list.</summary>
    public GgufArray? Array(string key) => _values.GetValueOrDefault(key) as GgufArray;

    /// <summary>A field's value as <see cref="GgufEntry.Value"/>; null if absent.</summary>
    public object? Value(string key) => _values.GetValueOrDefault(key);

    /// <summary>Reads and checks a file of any kind.</summary>
    /// <exception cref="InputException">Not there, not GGUF, damaged, truncated, or inconsistent in itself.</exception>
    public static GgufFile Read(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            using var stream = new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);
            return Read(stream, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InputException(new InputProblem(new Phrase("Models.NotReadable", FileWords.Of(exception, full)), path));
        }
    }

    /// <summary>Reads and checks what a stream of known length holds.</summary>
    /// <exception cref="InputException">As for a file.</exception>
    internal static GgufFile Read(Stream stream, string path)
    {
        var header = GgufHeader.Read(stream, path);
        var problems = GgufChecks.Of(header, stream.Length);
        return problems.Length == 0
            ? new GgufFile(System.IO.Path.GetFullPath(path), header.Version, header.IsBigEndian, header.Alignment, header.DataStart, stream.Length, [.. header.Entries.Select(Entry)], [.. header.Tensors]) { SpecialTokens = GgufVocabularyCheck.SpecialTokens(header) }
            : throw new InputException([.. problems.Select(problem => problem with { File = path })]);
    }

    /// <summary>As <see cref="Read(string)"/>, and refuses what the engine must not be given: other kinds than a model, the other byte order, a missing part.</summary>
    /// <exception cref="InputException">As <see cref="Read(string)"/>, or the file is no model that can be loaded here.</exception>
    public static GgufFile ReadLoadable(string path)
    {
        var file = Read(path);
        var problems = new List<InputProblem>();
        if (file.Kind != GgufKind.Model)
        {
            problems.Add(new InputProblem(new Phrase($"Models.Is{file.Kind}"), path, Hint: new Phrase("Models.NeedModel")));
        }

        if (file.IsBigEndian == BitConverter.IsLittleEndian)
        {
            problems.Add(new InputProblem(new Phrase("Models.OtherByteOrder"), path, Field: GgufStream.Place(4), Hint: new Phrase("Models.ConvertByteOrder")));
        }

        problems.AddRange(SplitFiles.Missing(path, file.SplitCount).Select(part => new InputProblem(new Phrase("Models.PartMissing", System.IO.Path.GetFileName(part)), path, Hint: new Phrase("Models.PutPart"))));
        return problems.Count == 0 ? file : throw new InputException([.. problems]);
    }

    private static GgufEntry Entry((string Key, GgufValueType Type, object Value) entry) =>
        new(entry.Key, entry.Type, entry.Value is GgufWholeArray array ? array.Facts() : entry.Value);
}
