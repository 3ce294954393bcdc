using System.Collections.Immutable;

namespace Workbench.Core.Inference.Templates;

/// <summary>How a statement ended: by itself, or by leaving a loop or its present pass.</summary>
internal enum Flow
{
    Next,
    Continue,
    Break,
}

/// <summary>Part of a template that does something.</summary>
internal abstract class Statement(int line)
{
    public int Line { get; } = line;

    public Flow Run(RenderState state)
    {
        state.Enter(Line);
        var flow = Execute(state);
        state.Leave();
        return flow;
    }

    protected abstract Flow Execute(RenderState state);

    public static Flow RunAll(ImmutableArray<Statement> statements, RenderState state)
    {
        foreach (var statement in statements)
        {
            var flow = statement.Run(state);
            if (flow != Flow.Next)
            {
                return flow;
            }
        }

        return Flow.Next;
    }
}

internal sealed class TextStatement(int line, string text) : Statement(line)
{
    protected override Flow Execute(RenderState state)
    {
        state.Write(text);
        return Flow.Next;
    }
}

internal sealed class PrintStatement(int line, Expression expression) : Statement(line)
{
    protected override Flow Execute(RenderState state)
    {
        state.Write(PythonText.Of(expression.Value(state)));
        return Flow.Next;
    }
}

internal sealed class IfStatement(int line, ImmutableArray<(Expression Condition, ImmutableArray<Statement> Body)> branches, ImmutableArray<Statement> otherwise) : Statement(line)
{
    protected override Flow Execute(RenderState state)
    {
        foreach (var (condition, body) in branches)
        {
            if (Operators.IsTrue(condition.Value(state)))
            {
                return RunAll(body, state);
            }
        }

        return RunAll(otherwise, state);
    }
}

internal sealed class LeaveStatement(int line, Flow flow) : Statement(line)
{
    protected override Flow Execute(RenderState state) => flow;
}

internal sealed class SetStatement(int line, Target target, Expression value) : Statement(line)
{
    protected override Flow Execute(RenderState state)
    {
        target.Assign(state, state.Scope, value.Value(state));
        return Flow.Next;
    }
}

internal sealed class SetBlockStatement(int line, Target target, FilterChain filters, ImmutableArray<Statement> body) : Statement(line)
{
    protected override Flow Execute(RenderState state)
    {
        var text = state.Capture(new Scope(state.Scope), () => RunAll(body, state));
        target.Assign(state, state.Scope, filters.Apply(state, text));
        return Flow.Next;
    }
}

internal sealed class FilterBlockStatement(int line, FilterChain filters, ImmutableArray<Statement> body) : Statement(line)
{
    protected override Flow Execute(RenderState state)
    {
        var text = state.Capture(new Scope(state.Scope), () => RunAll(body, state));
        state.Write(PythonText.Of(filters.Apply(state, text)));
        return Flow.Next;
    }
}

/// <summary>Filters of a block, applied one after another.</summary>
internal sealed record FilterChain(ImmutableArray<FilterExpression> Filters)
{
    public object? Apply(RenderState state, object? value) => Filters.Aggregate(value, (result, filter) => filter.Apply(state, result));
}

/// <summary><c>with</c>, and <c>generation</c> (which marks what a model is trained on and changes nothing here).</summary>
internal sealed class WithStatement(int line, ImmutableArray<(Target Target, Expression Value)> names, ImmutableArray<Statement> body) : Statement(line)
{
    protected override Flow Execute(RenderState state)
    {
        var scope = new Scope(state.Scope);
        foreach (var (target, value) in names)
        {
            target.Assign(state, scope, value.Value(state));
        }

        return state.Within(scope, () => RunAll(body, state));
    }
}

/// <summary>What a value is given to: a name, several names, or a field of a namespace.</summary>
internal sealed record Target(string Name, string? Field = null, ImmutableArray<Target> Parts = default)
{
    public void Assign(RenderState state, Scope scope, object? value)
    {
        if (!Parts.IsDefault)
        {
            var values = Sequences.ListOf(value);
            if (values.Count != Parts.Length)
            {
                throw new TemplateFailure("TemplateUnpack", Text(values.Count), Text(Parts.Length));
            }

            foreach (var (part, item) in Parts.Zip(values))
            {
                part.Assign(state, scope, item);
            }
        }
        else if (Field is null)
        {
            scope.Set(Name, value);
        }
        else if (state.Scope.TryGet(Name, out var of) && of is NamespaceValue space)
        {
            space.Fields[Field] = value;
        }
        else
        {
            throw new TemplateFailure("TemplateNotNamespace", $"{Name}.{Field}");
        }

        static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
