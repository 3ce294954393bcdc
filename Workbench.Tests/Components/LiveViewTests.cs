using Bunit;
using Microsoft.AspNetCore.Components;
using Workbench.Components.Shared;
using Workbench.Core.Live;

namespace Workbench.Tests.Components;

public sealed class LiveViewTests : ComponentTest
{
    [Fact]
    public void LiveView_WhenTheStateChanges_ShowsTheNewest()
    {
        var state = new LiveState<string>("loading", TimeProvider.System);
        RenderFragment<string> content = value => builder => builder.AddContent(0, value);
        var view = Render<LiveView<string>>(p => p.Add(c => c.Source, state).Add(c => c.ChildContent, content));
        Assert.Equal("loading", view.Markup);

        state.Update(_ => "ready");

        view.WaitForAssertion(() => Assert.Equal("ready", view.Markup), TimeSpan.FromSeconds(5));
    }
}
