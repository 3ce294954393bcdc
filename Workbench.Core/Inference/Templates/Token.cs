namespace Workbench.Core.Inference.Templates;

internal enum TokenKind
{
    /// <summary>Text outside tags.</summary>
    Data,
    BlockStart,
    BlockEnd,
    VariableStart,
    VariableEnd,
    Name,
    Text,
    Whole,
    Real,
    Operator,
    End,
}

/// <summary>A piece of a template's source. <paramref name="Value"/> of texts is unescaped.</summary>
internal readonly record struct Token(TokenKind Kind, string Value, int Line)
{
    public bool Is(string name) => Kind is TokenKind.Name && Value == name;

    public bool IsOperator(string sign) => Kind is TokenKind.Operator && Value == sign;

    public override string ToString() => Kind switch { TokenKind.End => "end of template", TokenKind.BlockEnd => "%}", TokenKind.VariableEnd => "}}", _ => Value };
}
