namespace Workbench.Core.Inference.Templates;

// Values of a template are null (None), bool, long, BigInteger beyond 64 bits, double, string, and the types here; they behave as Python's do.

/// <summary>A list or, if <paramref name="isTuple"/>, a tuple.</summary>
internal sealed class ListValue(List<object?> items, bool isTuple = false)
{
    public List<object?> Items { get; } = items;

    public bool IsTuple { get; } = isTuple;

    public static ListValue Tuple(params object?[] items) => new([.. items], isTuple: true);
}

/// <summary>A mapping that keeps its insertion order.</summary>
internal sealed class DictValue
{
    private readonly OrderedDictionary<KeyValue, object?> _items = [];

    public int Count => _items.Count;

    public IEnumerable<object?> Keys => _items.Keys.Select(key => key.Value);

    public IEnumerable<(object? Key, object? Value)> Items => _items.Select(item => (item.Key.Value, item.Value));

    public object? this[object? key]
    {
        set => _items[new KeyValue(key)] = value;
    }

    public bool TryGet(object? key, out object? value) => _items.TryGetValue(new KeyValue(key), out value);

    public bool Contains(object? key) => _items.ContainsKey(new KeyValue(key));

    // 1, 1.0 and True are one key, as in Python.
    private readonly struct KeyValue(object? value) : IEquatable<KeyValue>
    {
        public object? Value { get; } = value is DictValue or ListValue { IsTuple: false } ? throw new TemplateFailure("TemplateTypes", "{}", TypeName.Of(value)) : value;

        public bool Equals(KeyValue other) => Operators.AreEqual(Value, other.Value);

        public override bool Equals(object? obj) => obj is KeyValue other && Equals(other);

        public override int GetHashCode() => Value switch
        {
            string text => text.GetHashCode(StringComparison.Ordinal),
            MarkupValue markup => markup.Text.GetHashCode(StringComparison.Ordinal),
            bool flag => (flag ? 1.0 : 0.0).GetHashCode(),
            long whole => ((double)whole).GetHashCode(),
            System.Numerics.BigInteger large => ((double)large).GetHashCode(),
            double real => real.GetHashCode(),
            ListValue list => list.Items.Count,
            null => 0,
            _ => Value.GetHashCode(),
        };
    }
}

/// <summary>What <c>keys()</c>, <c>values()</c> and <c>items()</c> of a mapping give.</summary>
internal sealed class ViewValue(string kind, DictValue of)
{
    public string Kind { get; } = kind;

    public int Count => of.Count;

    public IEnumerable<object?> Items => Kind switch
    {
        "keys" => of.Keys,
        "values" => of.Items.Select(item => item.Value),
        _ => of.Items.Select(item => (object?)ListValue.Tuple(item.Key, item.Value)),
    };
}

/// <summary>What a filter gives piece by piece: can be gone through, has no length and cannot be written as JSON.</summary>
internal sealed class SequenceValue(IEnumerable<object?> items)
{
    private readonly IEnumerator<object?> _items = items.GetEnumerator();

    /// <summary>The rest; a second pass finds nothing.</summary>
    public IEnumerable<object?> Rest()
    {
        while (_items.MoveNext())
        {
            yield return _items.Current;
        }
    }
}

/// <summary>The numbers of <c>range()</c>.</summary>
internal sealed class RangeValue(long start, long stop, long step)
{
    public long Count { get; } = Math.Max(0, step > 0 ? (stop - start + step - 1) / step : (start - stop - step - 1) / -step);

    public object At(long index) => start + (index * step);

    public IEnumerable<object?> Items
    {
        get
        {
            for (var i = 0L; i < Count; i++)
            {
                yield return At(i);
            }
        }
    }

    public override string ToString() => step == 1 ? $"range({start}, {stop})" : $"range({start}, {stop}, {step})";
}

/// <summary>What is not there. Prints as nothing and is false; anything more done with it fails and says what was missing.</summary>
/// <param name="failure">What a use of it says.</param>
internal sealed class UndefinedValue(TemplateFailure failure)
{
    public TemplateFailure Failure { get; } = failure;

    public static UndefinedValue Variable(string name) => new(new TemplateFailure("TemplateUndefined", name));

    public static UndefinedValue Attribute(object? of, string name) => new(new TemplateFailure("TemplateNoAttribute", TypeName.Of(of), name));

    /// <summary>A method that changes its object: the sandbox that templates are written for forbids it.</summary>
    public static UndefinedValue Unsafe(object? of, string name) => new(new TemplateFailure("TemplateUnsafe", TypeName.Of(of), name));
}

/// <summary>What <c>namespace()</c> makes: the only object that a template may change.</summary>
internal sealed class NamespaceValue
{
    public Dictionary<string, object?> Fields { get; } = new(StringComparer.Ordinal);
}

/// <summary>Text marked as safe; text joined to it with <c>+</c> is escaped for HTML, which is Python's rule and no use of ours.</summary>
internal sealed record MarkupValue(string Text)
{
    public override string ToString() => Text;
}

/// <summary>A function of the environment, a method bound to its object, or a macro.</summary>
internal sealed class FunctionValue(string name, Func<RenderState, Arguments, object?> call)
{
    public string Name { get; } = name;

    public object? Call(RenderState state, Arguments arguments) => call(state, arguments);
}
