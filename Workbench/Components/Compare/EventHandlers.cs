using Microsoft.AspNetCore.Components;

namespace Workbench.Components.Compare;

/// <summary>A token was pointed at or reached by the keyboard.</summary>
public sealed class TokenEventArgs : EventArgs
{
    /// <summary>Its place in the answer; less than 0 closes what is open.</summary>
    public int Token { get; set; } = -1;

    /// <summary>Where the alternatives go, in pixels from the corner of the answer.</summary>
    public double Left { get; set; }

    public double Top { get; set; }

    /// <summary>The keyboard goes into the list.</summary>
    public bool Enter { get; set; }
}

/// <summary>Events of the page's own script: see <c>js/compare.js</c>.</summary>
[EventHandler("ontokenopen", typeof(TokenEventArgs), enableStopPropagation: true, enablePreventDefault: true)]
public static class EventHandlers;
