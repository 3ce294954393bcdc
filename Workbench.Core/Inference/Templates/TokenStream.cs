using Workbench.Core.Language;

namespace Workbench.Core.Inference.Templates;

/// <summary>The tokens still to be parsed.</summary>
internal sealed class TokenStream(List<Token> tokens)
{
    private int _at;

    public Token Current => tokens[_at];

    public Token After => tokens[Math.Min(_at + 1, tokens.Count - 1)];

    /// <summary>How deep in branches that may never run; an unknown filter is tolerated there until it is used.</summary>
    public int Branches { get; set; }

    public Token Next()
    {
        var token = Current;
        _at = Math.Min(_at + 1, tokens.Count - 1);
        return token;
    }

    public bool SkipName(string name) => Skip(Current.Is(name));

    public bool SkipOperator(string sign) => Skip(Current.IsOperator(sign));

    public void Expect(string sign)
    {
        if (!SkipOperator(sign))
        {
            throw Unexpected(sign);
        }
    }

    public void Expect(TokenKind kind, string shown)
    {
        if (!Skip(Current.Kind == kind))
        {
            throw Unexpected(shown);
        }
    }

    public string Name() => Current.Kind == TokenKind.Name ? Next().Value : throw Unexpected("a name");

    public TemplateFailure Unexpected(string wanted) => Failure("TemplateUnexpected", Current.ToString(), wanted);

    public TemplateFailure Failure(string key, params string[] arguments) => new(new Phrase($"Inference.{key}", arguments), Current.Line);

    private bool Skip(bool fits)
    {
        if (fits)
        {
            Next();
        }

        return fits;
    }
}
