using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Workbench.Core.Inference.Templates;

/// <summary>Parses expressions, loosest binding first.</summary>
internal sealed partial class ExpressionParser(TokenStream tokens)
{
    private static readonly HashSet<string> Comparisons = new(["==", "!=", "<", "<=", ">", ">="], StringComparer.Ordinal);

    private int _depth;

    public Expression Whole()
    {
        TemplateLimits.CheckDepth(++_depth);
        var expression = Choice();
        _depth--;
        return expression;
    }

    /// <summary>One expression, or several with commas between: a tuple.</summary>
    /// <param name="withChoice">An <c>if</c> belongs to the expression; not so after <c>for … in</c>.</param>
    public Expression Tuple(bool withChoice = true, bool mayBeEmpty = false)
    {
        var line = tokens.Current.Line;
        var items = ImmutableArray.CreateBuilder<Expression>();
        var isTuple = false;
        while (!(mayBeEmpty || items.Count > 0) || !EndsTuple())
        {
            items.Add(withChoice ? Whole() : Or());
            if (!tokens.SkipOperator(","))
            {
                break;
            }

            isTuple = true;
        }

        return items.Count == 1 && !isTuple ? items[0] : new ListExpression(line, items.ToImmutable(), isTuple: true);
    }

    public CallArguments Arguments()
    {
        tokens.Expect("(");
        var positional = ImmutableArray.CreateBuilder<Expression>();
        var named = ImmutableArray.CreateBuilder<(string, Expression)>();
        Expression? rest = null, fields = null;
        while (!tokens.Current.IsOperator(")"))
        {
            if (rest is null && tokens.SkipOperator("*"))
            {
                rest = Whole();
            }
            else if (fields is null && tokens.SkipOperator("**"))
            {
                fields = Whole();
            }
            else if (tokens.Current.Kind == TokenKind.Name && tokens.After.IsOperator("="))
            {
                var name = tokens.Name();
                tokens.Next();
                named.Add((name, Whole()));
            }
            else
            {
                positional.Add(named.Count == 0 ? Whole() : throw tokens.Unexpected("name="));
            }

            if (!tokens.SkipOperator(","))
            {
                break;
            }
        }

        tokens.Expect(")");
        return new CallArguments(positional.ToImmutable(), named.ToImmutable(), rest, fields);
    }

    /// <summary>Filters without a value before them, as blocks have: <c>upper|trim</c>.</summary>
    public FilterChain Chain()
    {
        var filters = ImmutableArray.CreateBuilder<FilterExpression>();
        do
        {
            filters.Add(OneFilter(null));
        }
        while (tokens.SkipOperator("|"));
        return new FilterChain(filters.ToImmutable());
    }

    private bool EndsTuple() => tokens.Current.Kind is TokenKind.VariableEnd or TokenKind.BlockEnd || tokens.Current.IsOperator(")");

    private Expression Choice()
    {
        var line = tokens.Current.Line;
        var then = Or();
        while (tokens.SkipName("if"))
        {
            tokens.Branches++;
            var condition = Or();
            then = new ChoiceExpression(line, condition, then, tokens.SkipName("else") ? Whole() : null);
            tokens.Branches--;
        }

        return then;
    }

    private Expression Or()
    {
        var left = And();
        while (tokens.Current.Is("or"))
        {
            left = new LogicExpression(tokens.Next().Line, isAnd: false, left, And());
        }

        return left;
    }

    private Expression And()
    {
        var left = Not();
        while (tokens.Current.Is("and"))
        {
            left = new LogicExpression(tokens.Next().Line, isAnd: true, left, Not());
        }

        return left;
    }

    private Expression Not()
    {
        if (!tokens.Current.Is("not"))
        {
            return Comparison();
        }

        TemplateLimits.CheckDepth(++_depth);
        var not = new NotExpression(tokens.Next().Line, Not());
        _depth--;
        return not;
    }

    private Expression Comparison()
    {
        var line = tokens.Current.Line;
        var first = Sum();
        var rest = ImmutableArray.CreateBuilder<(string, Expression)>();
        while (true)
        {
            if (tokens.Current.Kind == TokenKind.Operator && Comparisons.Contains(tokens.Current.Value))
            {
                rest.Add((tokens.Next().Value, Sum()));
            }
            else if (tokens.SkipName("in"))
            {
                rest.Add(("in", Sum()));
            }
            else if (tokens.Current.Is("not") && tokens.After.Is("in"))
            {
                tokens.Next();
                tokens.Next();
                rest.Add(("not in", Sum()));
            }
            else
            {
                return rest.Count == 0 ? first : new CompareExpression(line, first, rest.ToImmutable());
            }
        }
    }

    private Expression Sum() => LeftToRight(Joined, "+", "-");

    private Expression Joined() => LeftToRight(Product, "~");

    private Expression Product() => LeftToRight(Powers, "*", "/", "//", "%");

    private Expression Powers() => LeftToRight(() => Unary(withFilters: true), "**");

    private Expression LeftToRight(Func<Expression> operand, params ReadOnlySpan<string> signs)
    {
        var left = operand();
        while (tokens.Current.Kind == TokenKind.Operator && signs.Contains(tokens.Current.Value))
        {
            var sign = tokens.Next();
            left = new BinaryExpression(sign.Line, sign.Value, left, operand());
        }

        return left;
    }

    private Expression Unary(bool withFilters)
    {
        TemplateLimits.CheckDepth(++_depth);
        var start = tokens.Current;
        var expression = start.IsOperator("-") || start.IsOperator("+") ? new SignExpression(tokens.Next().Line, start.Value, Unary(withFilters: false)) : Primary();
        expression = Postfix(expression);
        expression = withFilters ? FiltersAndTests(expression) : expression;
        _depth--;
        return expression;
    }

    private Expression Primary()
    {
        var token = tokens.Next();
        switch (token.Kind)
        {
            case TokenKind.Name:
                return token.Value switch
                {
                    "true" or "True" => new Constant(token.Line, true),
                    "false" or "False" => new Constant(token.Line, false),
                    "none" or "None" => new Constant(token.Line, null),
                    _ => new Variable(token.Line, token.Value),
                };
            case TokenKind.Text:
                var text = new StringBuilder(token.Value);
                while (tokens.Current.Kind == TokenKind.Text)
                {
                    text.Append(tokens.Next().Value);
                }

                return new Constant(token.Line, text.ToString());
            case TokenKind.Whole:
                return new Constant(token.Line, Number(token));
            case TokenKind.Real:
                return new Constant(token.Line, double.Parse(token.Value.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture));
            case TokenKind.Operator when token.Value == "(":
                var tuple = Tuple(mayBeEmpty: true);
                tokens.Expect(")");
                return tuple;
            case TokenKind.Operator when token.Value == "[":
                return List(token.Line);
            case TokenKind.Operator when token.Value == "{":
                return Dict(token.Line);
            default:
                throw new TemplateFailure(new Language.Phrase("Inference.TemplateUnexpected", token.ToString(), "an expression"), token.Line);
        }
    }

    private static object Number(Token token)
    {
        var digits = token.Value.Replace("_", "", StringComparison.Ordinal);
        if (digits.Length > Operators.MostDigits)
        {
            throw new TemplateFailure(new Language.Phrase("Inference.TemplateNumberTooLarge"), token.Line);
        }

        return Operators.Normal(digits switch
        {
            ['0', 'x' or 'X', .. var rest] => System.Numerics.BigInteger.Parse("0" + rest, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
            ['0', 'o' or 'O', .. var rest] => rest.Aggregate(System.Numerics.BigInteger.Zero, (sum, digit) => (sum * 8) + (digit - '0')),
            ['0', 'b' or 'B', .. var rest] => rest.Aggregate(System.Numerics.BigInteger.Zero, (sum, digit) => (sum * 2) + (digit - '0')),
            _ => System.Numerics.BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture),
        });
    }

    private ListExpression List(int line)
    {
        var items = ImmutableArray.CreateBuilder<Expression>();
        while (!tokens.Current.IsOperator("]"))
        {
            items.Add(Whole());
            if (!tokens.SkipOperator(","))
            {
                break;
            }
        }

        tokens.Expect("]");
        return new ListExpression(line, items.ToImmutable(), isTuple: false);
    }

    private DictExpression Dict(int line)
    {
        var items = ImmutableArray.CreateBuilder<(Expression, Expression)>();
        while (!tokens.Current.IsOperator("}"))
        {
            var key = Whole();
            tokens.Expect(":");
            items.Add((key, Whole()));
            if (!tokens.SkipOperator(","))
            {
                break;
            }
        }

        tokens.Expect("}");
        return new DictExpression(line, items.ToImmutable());
    }
}
