using System.Collections.Immutable;

namespace Workbench.Core.Inference.Templates;

/// <summary>What may follow an operand: attributes, subscripts, calls, filters and tests.</summary>
internal sealed partial class ExpressionParser
{
    private Expression Postfix(Expression of)
    {
        while (true)
        {
            var line = tokens.Current.Line;
            if (tokens.SkipOperator("."))
            {
                of = tokens.Current.Kind == TokenKind.Whole ? new ElementExpression(line, of, new Constant(line, Number(tokens.Next()))) : new AttributeExpression(line, of, tokens.Name());
            }
            else if (tokens.SkipOperator("["))
            {
                of = Subscript(of, line);
            }
            else if (tokens.Current.IsOperator("("))
            {
                of = new CallExpression(line, of, Arguments());
            }
            else
            {
                return of;
            }
        }
    }

    private Expression Subscript(Expression of, int line)
    {
        var start = tokens.Current.IsOperator(":") ? null : Whole();
        if (!tokens.SkipOperator(":"))
        {
            tokens.Expect("]");
            return new ElementExpression(line, of, start!);
        }

        var stop = tokens.Current.IsOperator(":") || tokens.Current.IsOperator("]") ? null : Whole();
        var step = tokens.SkipOperator(":") && !tokens.Current.IsOperator("]") ? Whole() : null;
        tokens.Expect("]");
        return new SliceExpression(line, of, start, stop, step);
    }

    private Expression FiltersAndTests(Expression of)
    {
        while (true)
        {
            if (tokens.SkipOperator("|"))
            {
                of = OneFilter(of);
            }
            else if (tokens.SkipName("is"))
            {
                of = Test(of);
            }
            else if (tokens.Current.IsOperator("("))
            {
                of = new CallExpression(tokens.Current.Line, of, Arguments());
            }
            else
            {
                return of;
            }
        }
    }

    private FilterExpression OneFilter(Expression? of)
    {
        var line = tokens.Current.Line;
        var name = tokens.Name();
        var filter = Filters.Find(name);
        if (filter is null && tokens.Branches == 0)
        {
            throw new TemplateFailure(new Language.Phrase("Inference.TemplateNoFilter", name), line);
        }

        return new FilterExpression(line, name, filter, of, tokens.Current.IsOperator("(") ? Arguments() : CallArguments.None);
    }

    private TestExpression Test(Expression of)
    {
        var negated = tokens.SkipName("not");
        var line = tokens.Current.Line;
        var name = tokens.Name();
        var condition = Conditions.Find(name);
        if (condition is null && tokens.Branches == 0)
        {
            throw new TemplateFailure(new Language.Phrase("Inference.TemplateNoTest", name), line);
        }

        var arguments = tokens.Current.IsOperator("(") ? Arguments()
            : StartsArgument() ? new CallArguments([Postfix(Primary())], [])
            : CallArguments.None;
        return new TestExpression(line, name, condition, negated, of, arguments);
    }

    private bool StartsArgument() => tokens.Current.Kind switch
    {
        TokenKind.Name => !(tokens.Current.Is("else") || tokens.Current.Is("or") || tokens.Current.Is("and") || tokens.Current.Is("if") || tokens.Current.Is("in") || tokens.Current.Is("not") || tokens.Current.Is("is")),
        TokenKind.Text or TokenKind.Whole or TokenKind.Real => true,
        _ => tokens.Current.IsOperator("[") || tokens.Current.IsOperator("{"),
    };
}
