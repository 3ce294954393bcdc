using System.Collections.Immutable;

namespace Workbench.Core.Inference.Templates;

/// <summary>A macro: its parameters, the values of those left out, and what it writes.</summary>
internal sealed class Macro(string name, ImmutableArray<(string Name, Expression? Default)> parameters, ImmutableArray<Statement> body)
{
    public FunctionValue In(Scope scope) => new(name, (state, arguments) => Call(state, arguments, scope));

    private string Call(RenderState state, Arguments arguments, Scope definedIn)
    {
        if (++state.Calls > TemplateLimits.Calls)
        {
            throw new TemplateFailure("TemplateTooDeep");
        }

        var scope = new Scope(definedIn);
        var text = state.Capture(scope, () =>
        {
            Bind(state, arguments, scope);
            Statement.RunAll(body, state);
        });
        state.Calls--;
        return text;
    }

    private void Bind(RenderState state, Arguments arguments, Scope scope)
    {
        var named = new Dictionary<string, object?>(arguments.Named, StringComparer.Ordinal);
        for (var i = 0; i < parameters.Length; i++)
        {
            var (parameter, otherwise) = parameters[i];
            if (i < arguments.Positional.Count)
            {
                scope.Set(parameter, arguments.Positional[i]);
            }
            else if (named.Remove(parameter, out var value))
            {
                scope.Set(parameter, value);
            }
            else
            {
                scope.Set(parameter, otherwise is null ? UndefinedValue.Variable(parameter) : otherwise.Value(state));
            }
        }

        if (named.Remove("caller", out var caller))
        {
            scope.Set("caller", caller);
        }

        var rest = new DictValue();
        foreach (var (key, value) in named)
        {
            rest[key] = value;
        }

        scope.Set("varargs", new ListValue([.. arguments.Positional.Skip(parameters.Length)], isTuple: true));
        scope.Set("kwargs", rest);
    }
}

internal sealed class MacroStatement(int line, string name, Macro macro) : Statement(line)
{
    protected override Flow Execute(RenderState state)
    {
        state.Scope.Set(name, macro.In(state.Scope));
        return Flow.Next;
    }
}

/// <summary><c>call</c>: calls a macro that may ask back, through <c>caller()</c>, for what stands in the block.</summary>
internal sealed class CallStatement(int line, CallExpression call, Macro block) : Statement(line)
{
    protected override Flow Execute(RenderState state)
    {
        state.Write(PythonText.Of(call.Call(state, block.In(state.Scope))));
        return Flow.Next;
    }
}
