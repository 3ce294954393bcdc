using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.RateLimiting;
using Workbench.Cli;
using Workbench.Core.Language;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Governance;

namespace Workbench.People;

/// <summary>Everything about who is there, as services.</summary>
public static class SignInServices
{
    /// <summary>Endpoints where something can be guessed.</summary>
    public const string GuessLimit = "guesses";

    /// <summary>Between the password and the code.</summary>
    public const string SecondStepScheme = "SecondStep";

    private const string EitherScheme = "CookieOrToken";
    private const int GuessesPerMinute = 30;

    /// <exception cref="InputException">Another machine could listen in: an address beyond loopback without TLS and no word of a proxy.</exception>
    public static IServiceCollection AddPeople(this IServiceCollection services, Workspace workspace, IConfiguration configuration, string urls, ServeCommand.Settings settings)
    {
        var behindProxy = configuration.GetValue("Workbench:BehindProxy", false);

        // A proxy brings others here also where only loopback is listened to.
        var beyondLoopback = behindProxy || SignInGate.ListensBeyondLoopback(urls);
        if (beyondLoopback && !behindProxy && urls.Contains("http://", StringComparison.OrdinalIgnoreCase))
        {
            throw new InputException(new InputProblem(new Phrase("Governance.NoPlainHttp", urls), Field: "--urls", Hint: new Phrase("Governance.UseTlsOrProxy")));
        }

        var provider = IdentityProvider.Read(configuration.GetSection("Workbench:Oidc"));
        services.AddDataProtection().SetApplicationName(DataProtectionSeal.Application).PersistKeysToFileSystem(DataProtectionSeal.Folder(workspace));
        var authentication = services.AddAuthentication(options =>
        {
            options.DefaultScheme = EitherScheme;
            options.DefaultSignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
            options.DefaultSignOutScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        });
        authentication.AddPolicyScheme(EitherScheme, null, options => options.ForwardDefaultSelector = static context =>
            TokenHandler.Comes(context) ? TokenHandler.SchemeName : CookieAuthenticationDefaults.AuthenticationScheme);
        authentication.AddScheme<AuthenticationSchemeOptions, TokenHandler>(TokenHandler.SchemeName, null);
        authentication.AddCookie(options =>
        {
            options.LoginPath = SignInGate.Path;
            options.Cookie.Name = "workbench";
            options.Cookie.SecurePolicy = beyondLoopback ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;

            // The way back from a provider begins at another site: a strict cookie would not come along.
            options.Cookie.SameSite = provider is null ? SameSiteMode.Strict : SameSiteMode.Lax;
            options.ExpireTimeSpan = TimeSpan.FromHours(12);
            options.Events.OnValidatePrincipal = ValidateAsync;
        });
        authentication.AddCookie(SecondStepScheme, options =>
        {
            options.Cookie.Name = "workbench-step";
            options.Cookie.Path = SignInGate.Path;
            options.Cookie.SecurePolicy = beyondLoopback ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.ExpireTimeSpan = TimeSpan.FromMinutes(5);
            options.SlidingExpiration = false;
        });
        provider?.AddTo(authentication, beyondLoopback);
        services.AddAuthorization();
        services.AddCascadingAuthenticationState();
        services.AddScoped<CurrentActor>();
        services.AddScoped<CircuitHandler, CircuitWatch>();
        services.AddSingleton<SetUpCode>();
        services.AddSingleton(services => new SignInGate(services.GetRequiredService<PeopleStore>(), settings.Demo, beyondLoopback, settings.Accounts || configuration.GetValue("Workbench:Accounts", false), provider is not null));
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.AddPolicy(GuessLimit, context => RateLimitPartition.GetFixedWindowLimiter(
                context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new FixedWindowRateLimiterOptions { PermitLimit = GuessesPerMinute, Window = TimeSpan.FromMinutes(1) }));
        });
        if (behindProxy)
        {
            services.Configure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost);
        }

        return services;
    }

    /// <summary>Every request: the session must still hold, and the roles are those of now.</summary>
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var people = context.HttpContext.RequestServices.GetRequiredService<PeopleStore>();
        var (id, stamp) = (context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier), context.Principal?.FindFirstValue(Principals.StampClaim));
        if (id is null || stamp is null || await people.CheckAsync(id, stamp, context.HttpContext.RequestAborted) is not { } person)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
            return;
        }

        context.ReplacePrincipal(Principals.Of(person));
    }
}
