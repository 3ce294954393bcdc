namespace Workbench.Core.Inference.Templates;

/// <summary>The variable <c>loop</c> inside a <c>for</c>.</summary>
internal sealed class LoopValue(List<object?> items, int depth)
{
    private object? _changed;
    private bool _hasChanged;

    public int Index { get; set; }

    public object? Attribute(string name) => name switch
    {
        "index" => (object)(Index + 1L),
        "index0" => (object)(long)Index,
        "revindex" => (object)(long)(items.Count - Index),
        "revindex0" => (object)(items.Count - Index - 1L),
        "first" => Index == 0,
        "last" => Index == items.Count - 1,
        "length" => (object)(long)items.Count,
        "depth" => (object)(long)depth,
        "depth0" => (object)(depth - 1L),
        "previtem" => Index > 0 ? items[Index - 1] : UndefinedValue.Attribute(this, name),
        "nextitem" => Index + 1 < items.Count ? items[Index + 1] : UndefinedValue.Attribute(this, name),
        "cycle" => new FunctionValue(name, (_, arguments) => arguments.Positional.Count > 0 ? arguments.Positional[Index % arguments.Positional.Count] : throw new TemplateFailure("TemplateArguments", "loop.cycle")),
        "changed" => new FunctionValue(name, (_, arguments) => Changed(ListValue.Tuple([.. arguments.Positional]))),
        _ => UndefinedValue.Attribute(this, name),
    };

    private object Changed(ListValue value)
    {
        var changed = !_hasChanged || !Operators.AreEqual(_changed, value);
        (_changed, _hasChanged) = (value, true);
        return changed;
    }
}
