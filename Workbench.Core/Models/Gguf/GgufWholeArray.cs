namespace Workbench.Core.Models.Gguf;

/// <summary>An array while the header is checked. Only of the vocabulary are all texts held; the rest is read and counted.</summary>
internal sealed class GgufWholeArray(GgufValueType elementType, int count, bool holdsTexts)
{
    private readonly List<object> _first = new(Math.Min(count, GgufArray.Kept));

    public GgufValueType ElementType { get; } = elementType;

    public int Count { get; } = count;

    /// <summary>Every text, where asked for.</summary>
    public List<string> Texts { get; } = [];

    public void Add(object value)
    {
        if (holdsTexts && value is string text)
        {
            Texts.Add(text);
        }

        if (_first.Count < GgufArray.Kept)
        {
            _first.Add(value is GgufWholeArray inner ? inner.Facts() : value);
        }
    }

    public IReadOnlyList<object> First => _first;

    public GgufArray Facts() => new(ElementType, Count, Count <= GgufArray.Kept ? [.. _first] : [.. _first.Take(64)]);
}
