using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Workbench.Core.Governance;

namespace Workbench.People;

/// <summary>Who uses this page: the signed-in person, or the owner where sign-in is not needed.</summary>
public sealed class CurrentActor(AuthenticationStateProvider authentication)
{
    public async Task<Actor> GetAsync() => From((await authentication.GetAuthenticationStateAsync()).User);

    public static Actor From(ClaimsPrincipal user)
    {
        if (user.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id)
        {
            return Actor.Owner;
        }

        var roles = user.FindAll(ClaimTypes.Role).Select(claim => Enum.TryParse<Role>(claim.Value, out var role) ? role : (Role?)null).OfType<Role>();
        return new Actor(id, user.FindFirstValue(ClaimTypes.Name) ?? id, [.. roles]);
    }
}
