using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace Workbench.Tests.Components;

/// <summary>Renders components in a language, with the words and the clock they need.</summary>
public abstract class ComponentTest : BunitContext, IAsyncLifetime
{
    private readonly CultureInfo _before = CultureInfo.CurrentUICulture;

    protected ComponentTest()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLocalization();
        Services.AddSingleton(TimeProvider.System);
        Speak("en");
    }

    protected static void Speak(string culture) => CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    // The clipboard of bUnit is disposable asynchronously only.
    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = _before;
        await DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
