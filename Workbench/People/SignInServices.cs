using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Workbench.Core.Language;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Governance;

namespace Workbench.People;

/// <summary>Everything about who is there, as services.</summary>
public static class SignInServices
{
    /// <exception cref="InputException">Another machine could listen in: an address beyond loopback without TLS and no word of a proxy.</exception>
    public static IServiceCollection AddPeople(this IServiceCollection services, Workspace workspace, string urls, bool isDemo, bool behindProxy)
    {
        var beyondLoopback = SignInGate.ListensBeyondLoopback(urls);
        if (beyondLoopback && !behindProxy && urls.Contains("http://", StringComparison.OrdinalIgnoreCase))
        {
            throw new InputException(new InputProblem(new Phrase("Governance.NoPlainHttp", urls), Field: "--urls", Hint: new Phrase("Governance.UseTlsOrProxy")));
        }

        services.AddDataProtection().SetApplicationName("Workbench").PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(workspace.KeyFolder, "cookies")));
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
        {
            options.LoginPath = SignInGate.Path;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.ExpireTimeSpan = TimeSpan.FromHours(12);
        });
        services.AddAuthorization();
        services.AddCascadingAuthenticationState();
        services.AddScoped<CurrentActor>();
        services.AddSingleton(provider => new SignInGate(provider.GetRequiredService<PeopleStore>(), isDemo, beyondLoopback));
        return services;
    }
}
