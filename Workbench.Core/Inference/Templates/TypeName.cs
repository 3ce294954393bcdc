namespace Workbench.Core.Inference.Templates;

/// <summary>The names under which messages tell values apart: Python's, which template authors know.</summary>
internal static class TypeName
{
    public static string Of(object? value) => value switch
    {
        null => "None",
        bool => "bool",
        long or System.Numerics.BigInteger => "int",
        double => "float",
        string => "str",
        MarkupValue => "Markup",
        ListValue { IsTuple: true } => "tuple",
        ListValue => "list",
        DictValue => "dict",
        ViewValue view => "dict_" + view.Kind,
        SequenceValue => "generator",
        RangeValue => "range",
        UndefinedValue => "Undefined",
        NamespaceValue => "namespace",
        LoopValue => "loop",
        _ => "function",
    };
}
