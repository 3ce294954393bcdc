using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Workbench.Configuration;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage.Governance;

namespace Workbench.People;

/// <summary>The organisation's OpenID Connect provider, from <c>Workbench:Oidc</c>. Who comes from it has the roles that its claims map to, and none otherwise.</summary>
/// <param name="RoleClaim">Claim whose values are looked up in <paramref name="Roles"/>.</param>
/// <param name="Roles">From a value of the claim, for example a group, to our roles.</param>
public sealed record IdentityProvider(Uri Authority, string ClientId, string? ClientSecret, ImmutableArray<string> Scopes, string RoleClaim, string NameClaim, ImmutableDictionary<string, ImmutableArray<Role>> Roles)
{
    public const string SchemeName = "Oidc";

    public const string ChallengePath = "/sign-in/provider";

    /// <returns>Null where none is configured.</returns>
    /// <exception cref="InputException">All that is wrong with the section.</exception>
    public static IdentityProvider? Read(IConfigurationSection section)
    {
        if (section["Authority"] is not { Length: > 0 } address)
        {
            return null;
        }

        var map = section.GetSection("Roles").GetChildren().ToImmutableDictionary(
            entry => entry.Key, entry => (entry.Value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), StringComparer.Ordinal);
        InputProblem?[] problems =
        [
            !Uri.TryCreate(address, UriKind.Absolute, out var authority) || !(authority.Scheme == Uri.UriSchemeHttps || authority.IsLoopback)
                ? new InputProblem(new Phrase("Governance.ProviderAddress", address), Field: "Workbench:Oidc:Authority") : null,
            section["ClientId"] is not { Length: > 0 } ? new InputProblem(new Phrase("Governance.FieldMissing", "ClientId"), Field: "Workbench:Oidc:ClientId") : null,
            map.Count == 0 ? new InputProblem(new Phrase("Governance.ProviderNeedsRoles"), Field: "Workbench:Oidc:Roles") : null,
            .. map.SelectMany(entry => entry.Value.Where(name => !Enum.TryParse<Role>(name, out _) || !Enum.GetNames<Role>().Contains(name)).Select(name =>
                new InputProblem(new Phrase("Governance.NoSuchRole", name, string.Join(", ", Enum.GetNames<Role>())), Field: $"Workbench:Oidc:Roles:{entry.Key}"))),
        ];
        return problems.OfType<InputProblem>().ToImmutableArray() is { IsEmpty: false } wrong
            ? throw new InputException(wrong)
            : new IdentityProvider(
                authority!,
                section["ClientId"]!,
                section["ClientSecret"],
                [.. section.GetSection("Scopes").Get<string[]>() ?? ["openid", "profile"]],
                section["RoleClaim"] ?? "roles",
                section["NameClaim"] ?? "name",
                map.ToImmutableDictionary(entry => entry.Key, entry => entry.Value.Select(Enum.Parse<Role>).ToImmutableArray(), StringComparer.Ordinal));
    }

    public ImmutableHashSet<Role> RolesOf(IEnumerable<string> values) => [.. values.SelectMany(value => Roles.GetValueOrDefault(value, []))];

    /// <param name="isSecure">Cookies of the way there and back travel encrypted only; on loopback there may be no TLS.</param>
    public void AddTo(AuthenticationBuilder authentication, bool isSecure) => authentication.AddOpenIdConnect(SchemeName, options =>
    {
        options.Authority = Authority.ToString();
        options.RequireHttpsMetadata = Authority.Scheme == Uri.UriSchemeHttps;
        (options.ClientId, options.ClientSecret) = (ClientId, ClientSecret);
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.UsePkce = true;

        // The answer comes as a link: a form posted from another site would come without our cookies.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.CorrelationCookie.SameSite = options.NonceCookie.SameSite = SameSiteMode.Lax;
        options.CorrelationCookie.SecurePolicy = options.NonceCookie.SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        options.CallbackPath = "/sign-in/provider/back";
        options.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = false;
        options.Scope.Clear();
        foreach (var scope in Scopes)
        {
            options.Scope.Add(scope);
        }

        // Not when the token is read: nonce and hash are checked only after that.
        options.Events.OnTicketReceived = EnterAsync;
        options.Events.OnRemoteFailure = static context =>
        {
            context.Response.Redirect(WorkbenchUrls.SignInRefused("ProviderRefused"));
            context.HandleResponse();
            return Task.CompletedTask;
        };
    });

    private async Task EnterAsync(TicketReceivedContext context)
    {
        var claims = context.Principal!;
        var subject = claims.FindFirstValue("sub") ?? throw new InvalidOperationException("The provider's token names no subject.");
        var people = context.HttpContext.RequestServices.GetRequiredService<PeopleStore>();
        var outcome = await people.SignInExternallyAsync(
            claims.FindFirst("sub")!.Issuer, subject, claims.FindFirstValue(NameClaim) ?? subject, RolesOf(claims.FindAll(RoleClaim).Select(claim => claim.Value)), context.HttpContext.RequestAborted);
        if (outcome.Person is { } person)
        {
            context.Principal = Principals.Of(person);
            return;
        }

        context.Response.Redirect(WorkbenchUrls.SignInRefused("SignInRefused"));
        context.HandleResponse();
    }
}
