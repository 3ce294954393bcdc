using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Workbench.Components.Compare;

/// <summary>A stretch of an answer as a component of its own: one that did not change is not compared, rendered or sent again.</summary>
public sealed class AnswerPiece : ComponentBase
{
    private static readonly string?[] Classes = [null, "tok-1", "tok-2", "tok-3"];
    private AnswerStretch? _shown;
    private bool _shaded;

    [Parameter, EditorRequired]
    public required AnswerStretch Stretch { get; set; }

    /// <summary>Tokens are told apart.</summary>
    [Parameter]
    public bool Shade { get; set; }

    protected override bool ShouldRender() => !ReferenceEquals(Stretch, _shown) || Shade != _shaded;

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        (_shown, _shaded) = (Stretch, Shade);
        if (!Shade || Stretch.Marks.IsEmpty)
        {
            builder.AddContent(0, Stretch.Text);
            return;
        }

        builder.OpenRegion(1);
        var position = 0;
        foreach (var mark in Stretch.Marks)
        {
            builder.OpenElement(0, "span");
            builder.AddAttribute(1, "class", Classes[mark.Doubt]);
            builder.AddAttribute(2, "data-t", mark.Token);
            builder.AddContent(3, Stretch.Text.Substring(position, mark.Length));
            builder.CloseElement();
            position += mark.Length;
        }

        builder.CloseRegion();
        builder.AddContent(2, Stretch.Text[position..]);
    }
}
