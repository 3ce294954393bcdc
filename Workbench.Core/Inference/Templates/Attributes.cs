namespace Workbench.Core.Inference.Templates;

/// <summary><c>a.b</c> and <c>a[b]</c>: what an object has under a name or at a place.</summary>
internal static class Attributes
{
    private static readonly HashSet<string> Mutators = new(["append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort", "popitem", "setdefault", "update"], StringComparer.Ordinal);

    /// <summary>Attribute first, then element.</summary>
    public static object? Get(object? of, string name) => Own(of, name) is var (found, value) && found ? value : Element(of, name) is var (has, element) && has ? element : UndefinedValue.Attribute(of, name);

    /// <summary>Element first, then attribute.</summary>
    public static object? At(object? of, object? key)
    {
        if (Element(of, key) is var (found, value) && found)
        {
            return value;
        }

        if (PythonText.IsText(key) && Own(of, PythonText.Of(key)) is var (has, attribute) && has)
        {
            return attribute;
        }

        return new UndefinedValue(new TemplateFailure("TemplateNoElement", TypeName.Of(of), PythonText.Quoted(key)));
    }

    private static (bool Found, object? Value) Own(object? of, string name)
    {
        switch (of)
        {
            case UndefinedValue undefined:
                throw undefined.Failure;
            case LoopValue loop:
                return (true, loop.Attribute(name));
            case NamespaceValue space:
                return (space.Fields.TryGetValue(name, out var field), field);
            case DictValue or ListValue { IsTuple: false } when Mutators.Contains(name):
                return (true, UndefinedValue.Unsafe(of, name));
            case string or MarkupValue:
                return TextMethods.Find(PythonText.Of(of), name) is { } method ? (true, method) : default;
            case DictValue dict:
                return DictMethod(dict, name) is { } own ? (true, own) : default;
            case ListValue list:
                return name is "index" or "count" ? (true, ListMethod(list, name)) : default;
            default:
                return default;
        }
    }

    private static (bool Found, object? Value) Element(object? of, object? key)
    {
        switch (of)
        {
            case UndefinedValue undefined:
                throw undefined.Failure;
            case DictValue dict when key is not (DictValue or ListValue { IsTuple: false }):
                return (dict.TryGet(key, out var value), value);
            case ListValue list when Index(key, list.Items.Count) is { } index:
                return (true, list.Items[index]);
            case RangeValue range when Index(key, range.Count) is { } index:
                return (true, range.At(index));
            case string or MarkupValue when key is long or bool:
                var text = PythonText.Of(of);
                var points = CodePoints.IsSimple(text) ? null : CodePoints.Split(text);
                return Index(key, points?.Count ?? text.Length) is { } at ? (true, points is null ? text[at].ToString() : points[at]) : default;
            default:
                return default;
        }
    }

    private static int? Index(object? key, long count)
    {
        long? index = key switch { long whole => whole, bool flag => flag ? 1 : 0, _ => null };
        index += index < 0 ? count : 0;
        return index >= 0 && index < count ? (int)index : null;
    }

    private static FunctionValue? DictMethod(DictValue dict, string name) => name switch
    {
        "items" or "keys" or "values" => new FunctionValue(name, (_, arguments) => new ViewValue(arguments.Take().Callee, dict)),
        "get" => new FunctionValue(name, (_, arguments) => dict.TryGet(arguments.Take("key", "default").Required(0, "key"), out var value) ? value : arguments.Get(1, "default")),
        "copy" => new FunctionValue(name, (_, _) => Copy(dict)),
        _ => null,
    };

    private static DictValue Copy(DictValue dict)
    {
        var copy = new DictValue();
        foreach (var (key, value) in dict.Items)
        {
            copy[key] = value;
        }

        return copy;
    }

    private static FunctionValue ListMethod(ListValue list, string name) => new(name, (_, arguments) =>
    {
        var sought = arguments.Required(0, "value");
        if (name == "count")
        {
            return (long)list.Items.Count(item => Operators.AreEqual(item, sought));
        }

        var index = list.Items.FindIndex(item => Operators.AreEqual(item, sought));
        return index >= 0 ? (long)index : throw new TemplateFailure("TemplateNoElement", TypeName.Of(list), PythonText.Quoted(sought));
    });
}
