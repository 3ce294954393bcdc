using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Workbench.Core.Suites;

/// <summary>What one kind of mapping in a suite file may hold. The reader asks for its fields by this table and takes their bounds from it; the JSON Schema and the page's help are made from it.</summary>
/// <param name="Name">Of the mapping, as in the phrase <c>Suites.Field.NAME.FIELD</c> that describes each field.</param>
internal sealed record SuiteForm(string Name, ImmutableArray<FieldForm> Fields)
{
    private readonly FrozenDictionary<string, FieldForm> _byName = Fields.ToFrozenDictionary(field => field.Name, StringComparer.Ordinal);

    public IEnumerable<string> Names => Fields.Select(each => each.Name);

    public bool Has(string name) => _byName.ContainsKey(name);

    /// <exception cref="InvalidOperationException">The reader asks for a field that the format does not have.</exception>
    public FieldForm this[string name] => _byName.GetValueOrDefault(name) ?? throw new InvalidOperationException($"{Name} has no field {name}");
}

/// <summary>One field: its shape and bounds.</summary>
/// <param name="Least">Of a number or a count of letters.</param>
/// <param name="Most">See <paramref name="Least"/>.</param>
internal sealed record FieldForm(string Name, FieldShape Shape, double Least = double.NegativeInfinity, double Most = double.PositiveInfinity)
{
    public bool Required { get; init; }

    /// <summary>Form that a text must have, a regular expression.</summary>
    public string? Pattern { get; init; }

    /// <summary>The only texts allowed; for a number, texts allowed beside it. Empty allows any text.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>Of the mapping or of each mapping in the list.</summary>
    public SuiteForm? Of { get; init; }
}

internal enum FieldShape
{
    Text,

    /// <summary>A text, or a mapping from languages to texts.</summary>
    Worded,

    /// <summary>A text or a list of texts.</summary>
    Texts,
    Whole,
    Number,
    YesNo,

    /// <summary>A mapping with free names, of texts.</summary>
    Pairs,

    /// <summary>A mapping from whole numbers to numbers.</summary>
    Biases,
    Map,
    Maps,
    Scorers,

    /// <summary>A JSON schema, as text or written out.</summary>
    Schema,
}
