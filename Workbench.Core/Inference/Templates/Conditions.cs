namespace Workbench.Core.Inference.Templates;

/// <summary>A test after <c>is</c>.</summary>
internal delegate bool Condition(RenderState state, object? value, Arguments arguments);

/// <summary>Every test of the subset, by name.</summary>
internal static class Conditions
{
    private static readonly Dictionary<string, Condition> Known = new(StringComparer.Ordinal)
    {
        ["defined"] = (_, value, _) => value is not UndefinedValue,
        ["undefined"] = (_, value, _) => value is UndefinedValue,
        ["none"] = (_, value, _) => value is null,
        ["string"] = (_, value, _) => PythonText.IsText(value),
        ["mapping"] = (_, value, _) => value is DictValue,
        ["sequence"] = (_, value, _) => value is string or MarkupValue or ListValue or DictValue or RangeValue or UndefinedValue,
        ["iterable"] = (_, value, _) => Sequences.IsIterable(value),
        ["number"] = (_, value, _) => value is long or System.Numerics.BigInteger or double or bool,
        ["integer"] = (_, value, _) => value is long or System.Numerics.BigInteger,
        ["float"] = (_, value, _) => value is double,
        ["boolean"] = (_, value, _) => value is bool,
        ["true"] = (_, value, _) => value is true,
        ["false"] = (_, value, _) => value is false,
        ["callable"] = (_, value, _) => value is FunctionValue or UndefinedValue,
        ["even"] = (_, value, _) => Operators.WholeOf(value, "even") % 2 == 0,
        ["odd"] = (_, value, _) => Operators.WholeOf(value, "odd") % 2 != 0,
        ["divisibleby"] = (_, value, arguments) => Operators.AreEqual(Operators.Binary("%", value, Other(arguments)), 0L),
        ["in"] = (_, value, arguments) => Operators.Contains(Other(arguments), value),
        ["sameas"] = (_, value, arguments) => Same(value, Other(arguments)),
        ["lower"] = (_, value, _) => PythonText.Of(value) is var text && text.Any(char.IsLower) && !text.Any(char.IsUpper),
        ["upper"] = (_, value, _) => PythonText.Of(value) is var text && text.Any(char.IsUpper) && !text.Any(char.IsLower),
        ["escaped"] = (_, value, _) => value is MarkupValue,
        ["filter"] = (_, value, _) => PythonText.IsText(value) && Filters.Find(PythonText.Of(value)) is not null,
        ["test"] = (_, value, _) => PythonText.IsText(value) && Find(PythonText.Of(value)) is not null,
    };

    private static readonly Dictionary<string, string> Signs = new(StringComparer.Ordinal)
    {
        ["eq"] = "==",
        ["equalto"] = "==",
        ["=="] = "==",
        ["ne"] = "!=",
        ["!="] = "!=",
        ["lt"] = "<",
        ["lessthan"] = "<",
        ["<"] = "<",
        ["le"] = "<=",
        ["<="] = "<=",
        ["gt"] = ">",
        ["greaterthan"] = ">",
        [">"] = ">",
        ["ge"] = ">=",
        [">="] = ">=",
    };

    public static Condition? Find(string name) =>
        Known.TryGetValue(name, out var condition) ? condition
        : Signs.TryGetValue(name, out var sign) ? (_, value, arguments) => Holds(sign, value, Other(arguments))
        : null;

    /// <summary>By a name that a template computes.</summary>
    public static Condition Get(string name) => Find(name) ?? throw new TemplateFailure("TemplateNoTest", name);

    public static bool Holds(string sign, object? left, object? right) => sign switch
    {
        "==" => Operators.AreEqual(left, right),
        "!=" => !Operators.AreEqual(left, right),
        "<" => Operators.Compare(left, right, sign) < 0,
        "<=" => Operators.Compare(left, right, sign) <= 0,
        ">" => Operators.Compare(left, right, sign) > 0,
        ">=" => Operators.Compare(left, right, sign) >= 0,
        "in" => Operators.Contains(right, left),
        _ => !Operators.Contains(right, left),
    };

    private static object? Other(Arguments arguments) => arguments.Take("other").Required(0, "other");

    private static bool Same(object? left, object? right) => (left, right) switch
    {
        (bool a, bool b) => a == b,
        (long a, long b) => a == b,
        (string a, string b) => a == b,
        _ => ReferenceEquals(left, right),
    };
}
