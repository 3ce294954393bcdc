using System.Collections.Immutable;

namespace Workbench.Core.Inference.Templates;

/// <summary>Parses a whole template into statements.</summary>
internal sealed class TemplateParser
{
    private readonly TokenStream _tokens;
    private readonly ExpressionParser _expressions;
    private int _depth;
    private int _loops;

    private TemplateParser(List<Token> tokens)
    {
        _tokens = new TokenStream(tokens);
        _expressions = new ExpressionParser(_tokens);
    }

    public static ImmutableArray<Statement> Parse(string source)
    {
        var parser = new TemplateParser(Lexer.Tokens(source));
        return parser.Until("template", parser._tokens.Current.Line);
    }

    // Statements up to one of the words that end the block; the word is left to be read.
    private ImmutableArray<Statement> Until(string block, int line, params ReadOnlySpan<string> ends)
    {
        TemplateLimits.CheckDepth(++_depth);
        var statements = ImmutableArray.CreateBuilder<Statement>();
        while (true)
        {
            var token = _tokens.Current;
            switch (token.Kind)
            {
                case TokenKind.End when ends.Length == 0:
                    _depth--;
                    return statements.ToImmutable();
                case TokenKind.End:
                    throw new TemplateFailure(new Language.Phrase("Inference.TemplateUnclosed", block), line);
                case TokenKind.Data:
                    statements.Add(new TextStatement(token.Line, _tokens.Next().Value));
                    break;
                case TokenKind.VariableStart:
                    _tokens.Next();
                    statements.Add(new PrintStatement(token.Line, _expressions.Tuple()));
                    _tokens.Expect(TokenKind.VariableEnd, "}}");
                    break;
                default:
                    _tokens.Next();
                    if (ends.Contains(_tokens.Current.Value) && _tokens.Current.Kind == TokenKind.Name)
                    {
                        _depth--;
                        return statements.ToImmutable();
                    }

                    statements.Add(Tag());
                    break;
            }
        }
    }

    private Statement Tag()
    {
        var line = _tokens.Current.Line;
        var name = _tokens.Name();
        switch (name)
        {
            case "if":
                return If(line);
            case "for":
                return For(line);
            case "set":
                return Set(line);
            case "macro":
                return MacroTag(line);
            case "call":
                return Call(line);
            case "filter":
                var filters = _expressions.Chain();
                return new FilterBlockStatement(line, filters, Body("filter", line));
            case "with":
                return With(line);
            case "generation":
                return new WithStatement(line, [], Body("generation", line));
            case "break" or "continue" when _loops > 0:
                End();
                return new LeaveStatement(line, name == "break" ? Flow.Break : Flow.Continue);
            default:
                throw new TemplateFailure(new Language.Phrase("Inference.TemplateUnsupported", $"{{% {name} %}}"), line);
        }
    }

    private void End() => _tokens.Expect(TokenKind.BlockEnd, "%}");

    // From the end of the opening tag to behind the closing one.
    private ImmutableArray<Statement> Body(string block, int line)
    {
        End();
        var body = Until(block, line, $"end{block}");
        _tokens.Next();
        End();
        return body;
    }

    private IfStatement If(int line)
    {
        var branches = ImmutableArray.CreateBuilder<(Expression, ImmutableArray<Statement>)>();
        ImmutableArray<Statement> otherwise = [];
        var condition = _expressions.Tuple(withChoice: false);
        _tokens.Branches++;
        while (true)
        {
            End();
            var body = Until("if", line, "elif", "else", "endif");
            branches.Add((condition, body));
            if (_tokens.SkipName("elif"))
            {
                condition = _expressions.Tuple(withChoice: false);
                continue;
            }

            if (_tokens.SkipName("else"))
            {
                End();
                otherwise = Until("if", line, "endif");
            }

            break;
        }

        _tokens.Branches--;
        _tokens.Next();
        End();
        return new IfStatement(line, branches.ToImmutable(), otherwise);
    }

    private ForStatement For(int line)
    {
        var target = Targets();
        if (!_tokens.SkipName("in"))
        {
            throw _tokens.Unexpected("in");
        }

        var over = _expressions.Tuple(withChoice: false);
        var condition = _tokens.SkipName("if") ? _expressions.Whole() : null;
        if (_tokens.Current.Is("recursive"))
        {
            throw _tokens.Failure("TemplateUnsupported", "for … recursive");
        }

        End();
        _loops++;
        var body = Until("for", line, "endfor", "else");
        _loops--;
        ImmutableArray<Statement> otherwise = [];
        if (_tokens.SkipName("else"))
        {
            End();
            otherwise = Until("for", line, "endfor");
        }

        _tokens.Next();
        End();
        return new ForStatement(line, target, over, condition, body, otherwise);
    }

    private Statement Set(int line)
    {
        var target = Targets(withFields: true);
        if (_tokens.SkipOperator("="))
        {
            var value = _expressions.Tuple();
            End();
            return new SetStatement(line, target, value);
        }

        var filters = _tokens.SkipOperator("|") ? _expressions.Chain() : new FilterChain([]);
        return new SetBlockStatement(line, target, filters, Body("set", line));
    }

    private MacroStatement MacroTag(int line)
    {
        var name = _tokens.Name();
        var parameters = Parameters();
        return new MacroStatement(line, name, new Macro(name, parameters, MacroBody("macro", line)));
    }

    private CallStatement Call(int line)
    {
        var parameters = _tokens.Current.IsOperator("(") ? Parameters() : [];
        var called = _expressions.Whole();
        return called is CallExpression call
            ? new CallStatement(line, call, new Macro("caller", parameters, MacroBody("call", line)))
            : throw _tokens.Unexpected("a call");
    }

    // A loop around a macro is not one that break inside it could leave.
    private ImmutableArray<Statement> MacroBody(string block, int line)
    {
        var loops = _loops;
        _loops = 0;
        var body = Body(block, line);
        _loops = loops;
        return body;
    }

    private ImmutableArray<(string, Expression?)> Parameters()
    {
        _tokens.Expect("(");
        var parameters = ImmutableArray.CreateBuilder<(string, Expression?)>();
        while (!_tokens.Current.IsOperator(")"))
        {
            var name = _tokens.Name();
            parameters.Add((name, _tokens.SkipOperator("=") ? _expressions.Whole() : null));
            if (!_tokens.SkipOperator(","))
            {
                break;
            }
        }

        _tokens.Expect(")");
        return parameters.ToImmutable();
    }

    private WithStatement With(int line)
    {
        var names = ImmutableArray.CreateBuilder<(Target, Expression)>();
        while (_tokens.Current.Kind == TokenKind.Name)
        {
            var target = new Target(_tokens.Name());
            _tokens.Expect("=");
            names.Add((target, _expressions.Whole()));
            if (!_tokens.SkipOperator(","))
            {
                break;
            }
        }

        return new WithStatement(line, names.ToImmutable(), Body("with", line));
    }

    private Target Targets(bool withFields = false)
    {
        var parts = ImmutableArray.CreateBuilder<Target>();
        var many = false;
        do
        {
            if (many && (_tokens.Current.Is("in") || _tokens.Current.IsOperator("=") || _tokens.Current.IsOperator(")")))
            {
                break;
            }

            parts.Add(OneTarget(withFields));
            many |= _tokens.Current.IsOperator(",");
        }
        while (_tokens.SkipOperator(","));
        return many ? new Target("", Parts: parts.ToImmutable()) : parts[0];
    }

    private Target OneTarget(bool withFields)
    {
        if (_tokens.SkipOperator("("))
        {
            TemplateLimits.CheckDepth(++_depth);
            var inner = Targets(withFields);
            _depth--;
            _tokens.Expect(")");
            return inner;
        }

        var name = _tokens.Name();
        return withFields && _tokens.SkipOperator(".") ? new Target(name, _tokens.Name()) : new Target(name);
    }
}
