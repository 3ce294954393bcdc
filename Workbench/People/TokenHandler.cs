using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Workbench.Core.Storage.Governance;

namespace Workbench.People;

/// <summary><c>Authorization: Bearer wbt_…</c>: a personal access token.</summary>
public sealed class TokenHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, TokenStore tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Token";

    private const string Bearer = "Bearer ";

    public static bool Comes(HttpContext context) => context.Request.Headers.Authorization.ToString().StartsWith(Bearer, StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync() =>
        !Comes(Context)
            ? AuthenticateResult.NoResult()
            : await tokens.ActorAsync(Request.Headers.Authorization.ToString()[Bearer.Length..].Trim(), Context.RequestAborted) is { } actor
                ? AuthenticateResult.Success(new AuthenticationTicket(Principals.Of(actor, SchemeName), SchemeName))
                : AuthenticateResult.Fail("The access token is unknown, over or revoked.");
}
