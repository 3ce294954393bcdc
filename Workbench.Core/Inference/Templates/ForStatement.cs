using System.Collections.Immutable;

namespace Workbench.Core.Inference.Templates;

/// <summary>A loop; each pass has names of its own.</summary>
internal sealed class ForStatement(int line, Target target, Expression over, Expression? condition, ImmutableArray<Statement> body, ImmutableArray<Statement> otherwise) : Statement(line)
{
    protected override Flow Execute(RenderState state)
    {
        var items = Sequences.ListOf(over.Value(state));
        if (condition is not null)
        {
            items = items.FindAll(item => Chosen(state, item));
        }

        if (items.Count == 0)
        {
            return state.Within(new Scope(state.Scope), () => RunAll(otherwise, state));
        }

        var loop = new LoopValue(items, ++state.LoopDepth);
        for (var index = 0; index < items.Count; index++)
        {
            state.Enter(Line);
            state.Leave();
            loop.Index = index;
            var scope = new Scope(state.Scope);
            scope.Set("loop", loop);
            target.Assign(state, scope, items[index]);
            if (state.Within(scope, () => RunAll(body, state)) == Flow.Break)
            {
                break;
            }
        }

        state.LoopDepth--;
        return Flow.Next;
    }

    private bool Chosen(RenderState state, object? item)
    {
        var scope = new Scope(state.Scope);
        target.Assign(state, scope, item);
        return state.Within(scope, () => Operators.IsTrue(condition!.Value(state)));
    }
}
