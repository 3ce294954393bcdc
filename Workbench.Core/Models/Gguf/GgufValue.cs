using System.Collections.Immutable;
using System.Globalization;

namespace Workbench.Core.Models.Gguf;

/// <summary>Type of a metadata value, numbered as the format numbers them.</summary>
public enum GgufValueType
{
    U8 = 0,
    I8 = 1,
    U16 = 2,
    I16 = 3,
    U32 = 4,
    I32 = 5,
    F32 = 6,
    Bool = 7,
    Text = 8,
    Array = 9,
    U64 = 10,
    I64 = 11,
    F64 = 12,
}

/// <summary>One metadata field of a file's header.</summary>
/// <param name="Value"><see cref="ulong"/>, <see cref="long"/>, <see cref="double"/>, <see cref="bool"/>, <see cref="string"/> or <see cref="GgufArray"/>.</param>
public sealed record GgufEntry(string Key, GgufValueType Type, object Value)
{
    /// <summary>The value in invariant form; of an array its length and first elements.</summary>
    public string Text => Value switch
    {
        GgufArray array => array.ToString(),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Value.ToString() ?? "",
    };
}

/// <summary>An array of the header. A vocabulary's hundreds of thousands of pieces are checked while reading, then only counted.</summary>
/// <param name="Count">Number of elements in the file.</param>
/// <param name="First">All elements of an array up to <see cref="Kept"/>, else the first ones; as in <see cref="GgufEntry.Value"/>.</param>
public sealed record GgufArray(GgufValueType ElementType, long Count, ImmutableArray<object> First)
{
    /// <summary>Most elements kept after reading.</summary>
    public const int Kept = 1024;

    private const int Shown = 8;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"[{Count}] {string.Join(", ", First.Take(Shown).Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)))}{(Count > Shown ? ", …" : "")}");
}
