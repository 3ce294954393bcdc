namespace Workbench.Core.Inference.Templates;

/// <summary>Filters on lists and mappings as a whole.</summary>
internal static class SequenceFilters
{
    public static IEnumerable<KeyValuePair<string, Filter>> All { get; } =
    [
        new("length", (_, value, _) => Sequences.Length(value)),
        new("count", (_, value, _) => Sequences.Length(value)),
        new("list", (_, value, _) => new ListValue(Sequences.ListOf(value))),
        new("first", (_, value, _) => Sequences.Of(value).Take(1).ToList() is [var first] ? first : Nothing("first")),
        new("last", (_, value, _) => value is SequenceValue ? throw new TemplateFailure("TemplateTypes", "last", TypeName.Of(value)) : Sequences.ListOf(value) is [.., var last] ? last : Nothing("last")),
        new("join", (_, value, arguments) => Join(value, arguments.Take("d", "attribute"))),
        new("items", (_, value, _) => value switch
        {
            UndefinedValue => new SequenceValue([]),
            DictValue dict => new SequenceValue(dict.Items.Select(item => (object?)ListValue.Tuple(item.Key, item.Value))),
            _ => throw new TemplateFailure("TemplateTypes", "items", TypeName.Of(value)),
        }),
        new("dictsort", (_, value, arguments) => DictSort(value, arguments.Take("case_sensitive", "by", "reverse"))),
        new("sort", (_, value, arguments) => new ListValue(Sorted(Sequences.ListOf(value), Key(arguments.Take("reverse", "case_sensitive", "attribute").Get(2, "attribute"), arguments.Flag(1, "case_sensitive")), arguments.Flag(0, "reverse")))),
        new("unique", (_, value, arguments) => new SequenceValue(Unique(Sequences.ListOf(value), Key(arguments.Take("case_sensitive", "attribute").Get(1, "attribute"), arguments.Flag(0, "case_sensitive"))))),
        new("reverse", (_, value, _) => PythonText.IsText(value) ? string.Concat(Enumerable.Reverse(CodePoints.Split(PythonText.Of(value)))) : new SequenceValue(Enumerable.Reverse(Sequences.ListOf(value)))),
        new("min", (_, value, arguments) => Extreme(value, arguments, -1)),
        new("max", (_, value, arguments) => Extreme(value, arguments, 1)),
        new("batch", (_, value, arguments) => new SequenceValue(Sequences.ListOf(value).Chunk((int)Math.Clamp(arguments.Whole(0, "linecount", 1), 1, int.MaxValue)).Select(chunk => (object?)new ListValue(Filled(chunk, arguments, (int)Math.Clamp(arguments.Whole(0, "linecount", 1), 1, TemplateLimits.Elements)))))),
        new("slice", (_, value, arguments) => new SequenceValue(Slices(Sequences.ListOf(value), (int)Math.Clamp(arguments.Whole(0, "slices", 1), 1, TemplateLimits.Elements), arguments))),
        new("groupby", (_, value, arguments) => GroupBy(Sequences.ListOf(value), arguments.Take("attribute", "default", "case_sensitive"))),
    ];

    /// <summary>What a filter looks at in an element: the element, or what lies under a dotted name or an index.</summary>
    public static Func<object?, object?> Getter(object? attribute, object? otherwise = null)
    {
        object?[] path = attribute switch
        {
            null => [],
            long index => [index],
            _ => [.. PythonText.TextOf(attribute, "attribute").Split('.').Select(part => part.Length > 0 && part.All(char.IsAsciiDigit) && part.Length < 10 ? (object?)long.Parse(part, System.Globalization.CultureInfo.InvariantCulture) : part)],
        };
        return item =>
        {
            foreach (var part in path)
            {
                item = Attributes.At(item, part);
                item = item is UndefinedValue && otherwise is not null ? otherwise : item;
            }

            return item;
        };
    }

    private static Func<object?, object?> Key(object? attribute, bool caseSensitive)
    {
        var get = Getter(attribute);
        return item => get(item) is var key && !caseSensitive && PythonText.IsText(key) ? TextMethods.Lower(PythonText.Of(key)) : key;
    }

    private static List<object?> Sorted(List<object?> items, Func<object?, object?> key, bool reverse)
    {
        var order = Comparer<object?>.Create((left, right) => Operators.Compare(left, right));
        return [.. reverse ? items.OrderByDescending(key, order) : items.OrderBy(key, order)];
    }

    private static string Join(object? value, Arguments arguments)
    {
        var get = Getter(arguments.Get(1, "attribute"));
        var text = new System.Text.StringBuilder();
        var (between, first) = (PythonText.Of(arguments.Get(0, "d", "")), true);
        foreach (var item in Sequences.Of(value))
        {
            text.Append(first ? "" : between).Append(PythonText.Of(get(item)));
            first = false;
            if (text.Length > TemplateLimits.TextCharacters)
            {
                throw new TemplateFailure("TemplateTooMuch");
            }
        }

        return text.ToString();
    }

    private static ListValue DictSort(object? value, Arguments arguments)
    {
        if (value is not DictValue dict)
        {
            throw value is UndefinedValue undefined ? undefined.Failure : new TemplateFailure("TemplateTypes", "dictsort", TypeName.Of(value));
        }

        var key = Key(arguments.Text(1, "by", "key") == "value" ? 1L : 0L, arguments.Flag(0, "case_sensitive"));
        return new ListValue(Sorted([.. dict.Items.Select(item => (object?)ListValue.Tuple(item.Key, item.Value))], key, arguments.Flag(2, "reverse")));
    }

    private static IEnumerable<object?> Unique(List<object?> items, Func<object?, object?> key)
    {
        var seen = new DictValue();
        foreach (var item in items)
        {
            if (!seen.Contains(key(item)))
            {
                seen[key(item)] = null;
                yield return item;
            }
        }
    }

    private static object? Extreme(object? value, Arguments arguments, int sign)
    {
        var key = Key(arguments.Take("case_sensitive", "attribute").Get(1, "attribute"), arguments.Flag(0, "case_sensitive"));
        var items = Sequences.ListOf(value);
        return items.Count == 0 ? Nothing(arguments.Callee) : items.Aggregate((best, item) => Operators.Compare(key(item), key(best)) * sign > 0 ? item : best);
    }

    private static List<object?> Filled(object?[] chunk, Arguments arguments, int width) =>
        arguments.Get(1, "fill_with") is { } fill ? [.. chunk, .. Enumerable.Repeat<object?>(fill, Math.Max(0, width - chunk.Length))] : [.. chunk];

    private static IEnumerable<object?> Slices(List<object?> items, int count, Arguments arguments)
    {
        var (each, longer, at) = (items.Count / count, items.Count % count, 0);
        for (var i = 0; i < count; i++)
        {
            var size = each + (i < longer ? 1 : 0);
            var slice = items.GetRange(at, size);
            at += size;
            if (i >= longer && arguments.Get(1, "fill_with") is { } fill)
            {
                slice.Add(fill);
            }

            yield return new ListValue(slice);
        }
    }

    private static ListValue GroupBy(List<object?> items, Arguments arguments)
    {
        var get = Getter(arguments.Required(0, "attribute"), arguments.Get(1, "default"));
        var key = Key(arguments.Required(0, "attribute"), arguments.Flag(2, "case_sensitive"));
        var groups = new List<object?>();
        foreach (var item in Sorted(items, key, reverse: false))
        {
            if (groups is [.., ListValue { Items: [var last, ListValue members] }] && Operators.AreEqual(last, get(item)))
            {
                members.Items.Add(item);
            }
            else
            {
                groups.Add(ListValue.Tuple(get(item), new ListValue([item])));
            }
        }

        return new ListValue(groups);
    }

    private static UndefinedValue Nothing(string filter) => new(new TemplateFailure("TemplateNoElement", filter, "0"));
}
