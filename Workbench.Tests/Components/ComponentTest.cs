using System.Globalization;
using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Models;
using Workbench.People;

namespace Workbench.Tests.Components;

/// <summary>Renders components in a language, with the words, the clock and the owner they need.</summary>
public abstract class ComponentTest : BunitContext, IAsyncLifetime
{
    private readonly CultureInfo _before = CultureInfo.CurrentUICulture;

    protected ComponentTest()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLocalization();
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton<AuthenticationStateProvider>(new Nobody());
        Services.AddScoped<CurrentActor>();
        Services.AddSingleton(new ModelNames(static () => [], static () => []));
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

    /// <summary>Nobody is signed in: the owner of a workbench on loopback.</summary>
    private sealed class Nobody : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(new ClaimsPrincipal()));
    }
}
