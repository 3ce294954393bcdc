using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Workbench.Core.Governance;

namespace Workbench.People;

/// <summary>A person as ASP.NET sees them, and back.</summary>
public static class Principals
{
    public const string StampClaim = "stamp";
    public const string MustChangeClaim = "must-change-password";
    public const string ScopeClaim = "scope";

    /// <summary>There for tokens only, also for one whose scope is empty.</summary>
    public const string TokenClaim = "token";

    public static ClaimsPrincipal Of(Person person) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, person.Id),
            new Claim(ClaimTypes.Name, person.Name),
            new Claim(StampClaim, person.Stamp),
            .. person.MustChangePassword ? [new Claim(MustChangeClaim, "1")] : Array.Empty<Claim>(),
            .. person.Roles.Select(role => new Claim(ClaimTypes.Role, role.ToString())),
        ],
        CookieAuthenticationDefaults.AuthenticationScheme));

    public static ClaimsPrincipal Of(Actor actor, string scheme) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, actor.Id),
            new Claim(ClaimTypes.Name, actor.Name),
            new Claim(TokenClaim, "1"),
            .. actor.Roles.Select(role => new Claim(ClaimTypes.Role, role.ToString())),
            .. (actor.Scope ?? []).Select(permission => new Claim(ScopeClaim, permission.ToString())),
        ],
        scheme));

    /// <returns>The owner for who is not signed in: the gate lets such a request through only where one person is alone.</returns>
    public static Actor ActorOf(ClaimsPrincipal user)
    {
        if (user.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id)
        {
            return Actor.Owner;
        }

        return new Actor(id, user.FindFirstValue(ClaimTypes.Name) ?? id, [.. Values<Role>(user, ClaimTypes.Role)])
        {
            Scope = user.HasClaim(TokenClaim, "1") ? [.. Values<Permission>(user, ScopeClaim)] : null,
        };
    }

    private static IEnumerable<T> Values<T>(ClaimsPrincipal user, string type)
        where T : struct, Enum => user.FindAll(type).Select(claim => Enum.TryParse<T>(claim.Value, out var value) ? value : (T?)null).OfType<T>();
}
