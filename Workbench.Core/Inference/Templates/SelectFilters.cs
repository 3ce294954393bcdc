namespace Workbench.Core.Inference.Templates;

/// <summary><c>map</c>, <c>select</c> and their kin: filters that apply a filter or a test to each element, when the element is asked for.</summary>
internal static class SelectFilters
{
    public static IEnumerable<KeyValuePair<string, Filter>> All { get; } =
    [
        new("map", (state, value, arguments) => new SequenceValue(Lazily(value).Select(Mapping(state, arguments)))),
        new("select", (state, value, arguments) => Chosen(state, value, arguments, byAttribute: false, keep: true)),
        new("reject", (state, value, arguments) => Chosen(state, value, arguments, byAttribute: false, keep: false)),
        new("selectattr", (state, value, arguments) => Chosen(state, value, arguments, byAttribute: true, keep: true)),
        new("rejectattr", (state, value, arguments) => Chosen(state, value, arguments, byAttribute: true, keep: false)),
        new("default", (_, value, arguments) => Default(value, arguments)),
        new("d", (_, value, arguments) => Default(value, arguments)),
        new("attr", (_, value, arguments) => Attributes.Get(value, PythonText.TextOf(arguments.Required(0, "name"), "attr"))),
    ];

    private static object? Default(object? value, Arguments arguments)
    {
        arguments.Take("default_value", "boolean");
        return value is UndefinedValue || (arguments.Flag(1, "boolean") && !Operators.IsTrue(value)) ? arguments.Get(0, "default_value", "") : value;
    }

    private static Func<object?, object?> Mapping(RenderState state, Arguments arguments)
    {
        if (arguments.Positional.Count == 0)
        {
            return arguments.Named.TryGetValue("attribute", out var attribute) ? SequenceFilters.Getter(attribute, arguments.Named.GetValueOrDefault("default")) : throw new TemplateFailure("TemplateArguments", "map");
        }

        var name = PythonText.TextOf(arguments.Positional[0], "map");
        var filter = Filters.Get(name);
        var rest = new Arguments(name, arguments.Positional[1..], arguments.Named);
        return item => filter(state, item, rest);
    }

    private static SequenceValue Chosen(RenderState state, object? value, Arguments arguments, bool byAttribute, bool keep)
    {
        var skip = byAttribute ? 1 : 0;
        var get = byAttribute ? SequenceFilters.Getter(arguments.Required(0, "attribute")) : item => item;
        var name = arguments.Positional.Count > skip ? PythonText.TextOf(arguments.Positional[skip], arguments.Callee) : null;
        var test = name is null ? null : Conditions.Get(name);
        var rest = new Arguments(name ?? "", arguments.Positional.Count > skip ? arguments.Positional[(skip + 1)..] : [], arguments.Named);
        return new SequenceValue(Lazily(value).Where(item => (test?.Invoke(state, get(item), rest) ?? Operators.IsTrue(get(item))) == keep));
    }

    // None is empty here, and everything else fails only when gone through, as in the reference.
    private static IEnumerable<object?> Lazily(object? value) => value is null ? [] : Later(value);

    private static IEnumerable<object?> Later(object value)
    {
        foreach (var item in Sequences.Of(value))
        {
            yield return item;
        }
    }
}
