using System.Text;
using System.Text.Json;
using Workbench.Core.Language;

namespace Workbench.Core.Statistics;

/// <summary>Plain numbers that a person or tool gives as one JSON object. Reading a field notes what is wrong with it and goes on; <see cref="ThrowIfBad"/> then tells all at once.</summary>
public sealed class StatisticsInput
{
    private readonly JsonElement _root;
    private readonly string _file;
    private readonly Dictionary<string, int> _lines;
    private readonly List<InputProblem> _problems = [];

    private StatisticsInput(JsonElement root, string file, Dictionary<string, int> lines) => (_root, _file, _lines) = (root, file, lines);

    /// <param name="file">What to call the input in messages.</param>
    /// <param name="fields">All fields that may be given; others are problems.</param>
    /// <exception cref="InputException">The text is not a JSON object.</exception>
    public static StatisticsInput Parse(string text, string file, params string[] fields)
    {
        var bytes = Encoding.UTF8.GetBytes(text.TrimStart('\uFEFF'));
        try
        {
            var root = JsonDocument.Parse(bytes).RootElement;
            var input = new StatisticsInput(root, file, JsonLines.Of(bytes));
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new InputException(new InputProblem(new Phrase("Statistics.InputNotObject"), file, 1));
            }

            input.CheckNames(fields);
            return input;
        }
        catch (JsonException exception)
        {
            throw new InputException(new InputProblem(new Phrase("Statistics.InputNotJson", JsonWords.Of(exception)), file, (int?)exception.LineNumber + 1));
        }
    }

    public void ThrowIfBad()
    {
        if (_problems.Count > 0)
        {
            throw new InputException([.. _problems]);
        }
    }

    public bool Has(string field) => _root.TryGetProperty(field, out _);

    public void Problem(string field, Phrase message, Phrase? hint = null) =>
        _problems.Add(new InputProblem(message, _file, _lines.TryGetValue(field, out var line) ? line : null, field, hint));

    /// <returns>0 where it is missing or wrong.</returns>
    public int Whole(string field, int least)
    {
        if (Required(field) is not { } element)
        {
            return 0;
        }

        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var value) && value >= least)
        {
            return value;
        }

        Problem(field, new Phrase("Statistics.NotWhole", FormattableString.Invariant($"{least}")));
        return 0;
    }

    /// <summary>A whole number that may be left out.</summary>
    public int? WholeIfGiven(string field, int least, int most = int.MaxValue)
    {
        if (!Has(field))
        {
            return null;
        }

        var value = Whole(field, least);
        if (value > most)
        {
            Problem(field, new Phrase("Statistics.OutOfRange", FormattableString.Invariant($"{least}"), FormattableString.Invariant($"{most}")));
        }

        return value;
    }

    /// <summary>A number from the one to the other that may be left out.</summary>
    public double? IfGiven(string field, double least = double.NegativeInfinity, double most = double.PositiveInfinity)
    {
        if (!Has(field) || Number(field, _root.GetProperty(field)) is not { } number)
        {
            return null;
        }

        if (number < least || number > most)
        {
            Problem(field, new Phrase("Statistics.OutOfRange", FormattableString.Invariant($"{least}"), FormattableString.Invariant($"{most}")));
        }

        return number;
    }

    /// <summary>A number between the two, neither included.</summary>
    public double Between(string field, double low, double high, double? otherwise = null)
    {
        if (otherwise is { } value && !Has(field))
        {
            return value;
        }

        if (Required(field) is { } element && Number(field, element) is { } number)
        {
            if (number > low && number < high)
            {
                return number;
            }

            Problem(field, new Phrase("Statistics.OutOfOpenRange", FormattableString.Invariant($"{low}"), FormattableString.Invariant($"{high}")));
        }

        return otherwise ?? low;
    }

    public double Confidence() => Between("confidence", 0, 1, 0.95);

    /// <summary>A list of numbers, not empty.</summary>
    public double[] Numbers(string field, double least = double.NegativeInfinity, double most = double.PositiveInfinity) => List(field, (path, element) =>
    {
        var number = Number(path, element);
        if (number < least || number > most)
        {
            Problem(path, new Phrase("Statistics.OutOfRange", FormattableString.Invariant($"{least}"), FormattableString.Invariant($"{most}")));
        }

        return number ?? 0;
    });

    /// <summary>A list of 0, 1, false or true, not empty.</summary>
    public bool[] Binary(string field) => List(field, Bit);

    public bool Bit(string path, JsonElement element)
    {
        if (element.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return element.GetBoolean();
        }

        if (element.ValueKind == JsonValueKind.Number && element.GetDouble() is 0 or 1)
        {
            return element.GetDouble() == 1;
        }

        Problem(path, new Phrase("Statistics.NotBinary"));
        return false;
    }

    /// <returns>Cluster names; null where the field is optional and not given.</returns>
    public string[]? Clusters(string field, int count, string beside, bool required = false)
    {
        if (!required && (!Has(field) || _root.GetProperty(field).ValueKind == JsonValueKind.Null))
        {
            return null;
        }

        var clusters = List(field, Name);
        SameLength(field, clusters.Length, beside, count);
        return clusters;
    }

    public void SameLength(string field, int count, string other, int otherCount)
    {
        // An empty list is its own problem.
        if (count > 0 && otherCount > 0 && count != otherCount)
        {
            Problem(field, new Phrase("Statistics.LengthsDiffer", FormattableString.Invariant($"{count}"), other, FormattableString.Invariant($"{otherCount}")));
        }
    }

    public string OneOf(string field, string otherwise, params string[] choices)
    {
        if (!Has(field))
        {
            return otherwise;
        }

        var element = _root.GetProperty(field);
        if (element.ValueKind == JsonValueKind.String && choices.Contains(element.GetString()))
        {
            return element.GetString()!;
        }

        Problem(field, new Phrase("Statistics.NotOneOf", string.Join(", ", choices)));
        return otherwise;
    }

    /// <summary>Any list; <paramref name="read"/> gets each item with its path.</summary>
    public T[] List<T>(string field, Func<string, JsonElement, T> read) => Required(field) is { } element ? Items(field, element, read) : [];

    public T[] Items<T>(string path, JsonElement element, Func<string, JsonElement, T> read)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            Problem(path, new Phrase("Statistics.NotArray"));
            return [];
        }

        if (element.GetArrayLength() == 0)
        {
            Problem(path, new Phrase("Statistics.Empty"));
        }

        return [.. element.EnumerateArray().Select((item, i) => read(FormattableString.Invariant($"{path}[{i}]"), item))];
    }

    public string Name(string path, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return element.GetString()!;
        }

        if (element.ValueKind == JsonValueKind.Number)
        {
            return element.GetDouble().ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        }

        Problem(path, new Phrase("Statistics.NotCluster"));
        return "";
    }

    /// <returns>Null, with a problem noted, where it is not a finite number.</returns>
    public double? Number(string path, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var value) && double.IsFinite(value))
        {
            return value;
        }

        Problem(path, new Phrase("Statistics.NotNumber"));
        return null;
    }

    private JsonElement? Required(string field)
    {
        if (_root.TryGetProperty(field, out var element))
        {
            return element;
        }

        Problem(field, new Phrase("Statistics.FieldMissing"));
        return null;
    }

    private void CheckNames(string[] fields)
    {
        var seen = new HashSet<string>();
        foreach (var name in _root.EnumerateObject().Select(property => property.Name))
        {
            if (!fields.Contains(name))
            {
                Problem(name, new Phrase("Statistics.FieldUnknown"), new Phrase("Statistics.FieldsAre", string.Join(", ", fields)));
            }
            else if (!seen.Add(name))
            {
                Problem(name, new Phrase("Statistics.FieldTwice"));
            }
        }
    }
}
