using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Workbench.Components.Shared;

/// <summary>Words in a drawing. A component of its own because Razor keeps the tag for itself.</summary>
public sealed class SvgText : ComponentBase
{
    [Parameter, EditorRequired]
    public double X { get; set; }

    [Parameter, EditorRequired]
    public double Y { get; set; }

    [Parameter, EditorRequired]
    public required string Words { get; set; }

    /// <summary><c>end</c> or <c>middle</c> for where it is held; <c>tick</c>, <c>title</c>, <c>name</c> for how it looks.</summary>
    [Parameter]
    public string? Style { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", Numbers.Invariant(X));
        builder.AddAttribute(2, "y", Numbers.Invariant(Y));
        builder.AddAttribute(3, "class", Style);
        builder.AddContent(4, Words);
        builder.CloseElement();
    }
}
