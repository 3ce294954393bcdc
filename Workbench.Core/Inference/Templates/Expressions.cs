using System.Collections.Immutable;

namespace Workbench.Core.Inference.Templates;

/// <summary>Part of a template that has a value.</summary>
internal abstract class Expression(int line)
{
    public int Line { get; } = line;

    public object? Value(RenderState state)
    {
        state.Enter(Line);
        var value = Evaluate(state);
        state.Leave();
        return value;
    }

    protected abstract object? Evaluate(RenderState state);
}

internal sealed class Constant(int line, object? value) : Expression(line)
{
    public object? Known { get; } = value;

    protected override object? Evaluate(RenderState state) => Known;
}

internal sealed class Variable(int line, string name) : Expression(line)
{
    public string Name { get; } = name;

    protected override object? Evaluate(RenderState state) => state.Scope.TryGet(Name, out var value) ? value : UndefinedValue.Variable(Name);
}

internal sealed class ListExpression(int line, ImmutableArray<Expression> items, bool isTuple) : Expression(line)
{
    public ImmutableArray<Expression> Items { get; } = items;

    protected override object? Evaluate(RenderState state) => new ListValue([.. Items.Select(item => item.Value(state))], isTuple);
}

internal sealed class DictExpression(int line, ImmutableArray<(Expression Key, Expression Value)> items) : Expression(line)
{
    protected override object? Evaluate(RenderState state)
    {
        var dict = new DictValue();
        foreach (var (key, value) in items)
        {
            dict[key.Value(state)] = value.Value(state);
        }

        return dict;
    }
}

internal sealed class AttributeExpression(int line, Expression of, string name) : Expression(line)
{
    protected override object? Evaluate(RenderState state) => Attributes.Get(of.Value(state), name);
}

internal sealed class ElementExpression(int line, Expression of, Expression key) : Expression(line)
{
    protected override object? Evaluate(RenderState state) => Attributes.At(of.Value(state), key.Value(state));
}

internal sealed class SliceExpression(int line, Expression of, Expression? start, Expression? stop, Expression? step) : Expression(line)
{
    protected override object? Evaluate(RenderState state) => Sequences.Slice(of.Value(state), Bound(state, start), Bound(state, stop), Bound(state, step));

    private static long? Bound(RenderState state, Expression? bound) => bound?.Value(state) is { } value ? Operators.WholeOf(value, "[:]") : null;
}

internal sealed class NotExpression(int line, Expression of) : Expression(line)
{
    protected override object? Evaluate(RenderState state) => !Operators.IsTrue(of.Value(state));
}

internal sealed class SignExpression(int line, string sign, Expression of) : Expression(line)
{
    protected override object? Evaluate(RenderState state) => Operators.Negate(of.Value(state), sign);
}

/// <summary><c>and</c>, <c>or</c>: the value that decided.</summary>
internal sealed class LogicExpression(int line, bool isAnd, Expression left, Expression right) : Expression(line)
{
    protected override object? Evaluate(RenderState state) => left.Value(state) is var value && Operators.IsTrue(value) == isAnd ? right.Value(state) : value;
}

internal sealed class BinaryExpression(int line, string sign, Expression left, Expression right) : Expression(line)
{
    protected override object? Evaluate(RenderState state) => Operators.Binary(sign, left.Value(state), right.Value(state));
}

/// <summary>A chain of comparisons: each must hold.</summary>
internal sealed class CompareExpression(int line, Expression first, ImmutableArray<(string Sign, Expression Right)> rest) : Expression(line)
{
    protected override object? Evaluate(RenderState state)
    {
        var left = first.Value(state);
        foreach (var (sign, expression) in rest)
        {
            var right = expression.Value(state);
            if (!Conditions.Holds(sign, left, right))
            {
                return false;
            }

            left = right;
        }

        return true;
    }
}

internal sealed class ChoiceExpression(int line, Expression condition, Expression then, Expression? otherwise) : Expression(line)
{
    protected override object? Evaluate(RenderState state) =>
        Operators.IsTrue(condition.Value(state)) ? then.Value(state)
        : otherwise is null ? new UndefinedValue(new TemplateFailure("TemplateNoElse")) : otherwise.Value(state);
}

/// <summary>Arguments as written at a call.</summary>
/// <param name="Rest">What <c>*x</c> adds to the positional ones.</param>
/// <param name="Fields">What <c>**x</c> adds to the named ones.</param>
internal sealed record CallArguments(ImmutableArray<Expression> Positional, ImmutableArray<(string Name, Expression Value)> Named, Expression? Rest = null, Expression? Fields = null)
{
    public static CallArguments None { get; } = new([], []);

    public Arguments Values(RenderState state, string callee)
    {
        var named = new Dictionary<string, object?>(StringComparer.Ordinal);
        List<object?> positional = [.. Positional.Select(argument => argument.Value(state))];
        foreach (var (name, value) in Named)
        {
            named[name] = value.Value(state);
        }

        if (Rest is not null)
        {
            positional.AddRange(Sequences.ListOf(Rest.Value(state)));
        }

        if (Fields?.Value(state) is { } fields)
        {
            foreach (var (name, value) in fields is DictValue dict ? dict.Items : throw new TemplateFailure("TemplateTypes", "**", TypeName.Of(fields)))
            {
                named[PythonText.TextOf(name, "**")] = value;
            }
        }

        return new Arguments(callee, positional, named);
    }
}

internal sealed class CallExpression(int line, Expression callee, CallArguments arguments) : Expression(line)
{
    protected override object? Evaluate(RenderState state) => Call(state, null);

    /// <param name="caller">What <c>caller()</c> gives inside the macro; null for a plain call.</param>
    public object? Call(RenderState state, FunctionValue? caller)
    {
        var function = callee.Value(state);
        if (function is not FunctionValue callable)
        {
            throw function is UndefinedValue undefined ? undefined.Failure : new TemplateFailure("TemplateNotCallable", TypeName.Of(function));
        }

        var values = arguments.Values(state, callable.Name);
        if (caller is not null)
        {
            values.Named["caller"] = caller;
        }

        return callable.Call(state, values);
    }
}

/// <param name="filter">Null for an unknown name in a branch that may never run; it fails there.</param>
internal sealed class FilterExpression(int line, string name, Filter? filter, Expression? of, CallArguments arguments) : Expression(line)
{
    protected override object? Evaluate(RenderState state) => Apply(state, of?.Value(state));

    public object? Apply(RenderState state, object? value) => (filter ?? Filters.Get(name))(state, value, arguments.Values(state, name));
}

internal sealed class TestExpression(int line, string name, Condition? condition, bool negated, Expression of, CallArguments arguments) : Expression(line)
{
    protected override object? Evaluate(RenderState state) => (condition ?? Conditions.Get(name))(state, of.Value(state), arguments.Values(state, name)) != negated;
}
