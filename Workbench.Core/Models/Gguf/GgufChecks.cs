using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Language;

namespace Workbench.Core.Models.Gguf;

/// <summary>
/// What a readable header must hold beyond its syntax, so that no file that passes ends the process of the engine: weights inside the file, tokenizer
/// arrays of one length, sizes that divide, every tensor there in the shape the sizes say.
/// </summary>
internal sealed class GgufChecks
{
    private readonly GgufHeader _header;
    private readonly List<InputProblem> _problems = [];

    private GgufChecks(GgufHeader header) => _header = header;

    public string Architecture => _header.Values.GetValueOrDefault("general.architecture") as string ?? "";

    public GgufHeader Header => _header;

    public static ImmutableArray<InputProblem> Of(GgufHeader header, long length)
    {
        var checks = new GgufChecks(header);
        checks.CheckExtent(length);
        var kind = GgufKinds.Of(checks.Architecture, header.Values.GetValueOrDefault("general.type") as string, header.Tensors, header.Values.GetValueOrDefault("split.count") is > 1ul or > 1L);
        if (kind is GgufKind.Model or GgufKind.VocabularyOnly)
        {
            var vocabulary = GgufVocabularyCheck.Run(checks);
            if (kind == GgufKind.Model)
            {
                GgufModelCheck.Run(checks, vocabulary);
            }
        }

        return [.. checks._problems.Take(GgufLimits.Problems)];
    }

    public void Report(string field, string key, params string[] arguments)
    {
        if (_problems.Count < GgufLimits.Problems)
        {
            _problems.Add(new InputProblem(new Phrase($"Models.{key}", arguments), Field: field, Hint: new Phrase("Models.GetAgain")));
        }
    }

    public bool Has(string key) => _header.Values.ContainsKey(key);

    /// <summary>A whole number within bounds; null, with a problem told, otherwise.</summary>
    public long? Whole(string key, long least, long most, long? otherwise = null)
    {
        if (!_header.Values.TryGetValue(key, out var value))
        {
            if (otherwise is null)
            {
                Report(key, "KeyMissing", Architecture);
            }

            return otherwise;
        }

        var number = value switch { ulong u and <= long.MaxValue => (long)u, long s => s, _ => long.MinValue };
        return number >= least && number <= most ? number : Wrong(value);

        long? Wrong(object found)
        {
            Report(key, "NumberOutside", Convert.ToString(found is GgufWholeArray array ? array.Facts() : found, CultureInfo.InvariantCulture) ?? "", Number(least), Number(most));
            return null;
        }
    }

    public void Real(string key, double least, double most)
    {
        if (_header.Values.TryGetValue(key, out var value) && !(value is double number && number >= least && number <= most))
        {
            Report(key, "NumberOutside", Convert.ToString(value is GgufWholeArray ? "[]" : value, CultureInfo.InvariantCulture) ?? "", least.ToString(CultureInfo.InvariantCulture), most.ToString(CultureInfo.InvariantCulture));
        }
    }

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    // The engine expects the weights one after another in the order of the header, each padded to the alignment.
    private void CheckExtent(long length)
    {
        var next = 0L;
        var end = 0L;
        foreach (var tensor in _header.Tensors)
        {
            if (tensor.Offset != next)
            {
                Report(tensor.Name, "OffsetNotNext", Number(tensor.Offset), Number(next));
                return;
            }

            end = tensor.Offset + tensor.Bytes;
            next = end + ((_header.Alignment - (end % _header.Alignment)) % _header.Alignment);
            if (end < 0 || next < 0 || next > long.MaxValue / 4)
            {
                Report(tensor.Name, "BadShape", tensor.Name, Number(tensor.Bytes));
                return;
            }
        }

        if (_header.Tensors.Count > 0 && _header.DataStart + end > length)
        {
            Report(GgufStream.Place(length), "Truncated", Number(_header.DataStart + end - length), Number(_header.DataStart + end));
        }
    }
}
