using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Workbench.Core.Governance;
using Workbench.Core.Storage.Governance;

namespace Workbench.People;

/// <summary>Who uses this page: the signed-in person with the roles they have now, or the owner where sign-in is not needed.</summary>
public sealed class CurrentActor(AuthenticationStateProvider authentication, PeopleStore? people = null, SignInGate? gate = null)
{
    /// <summary>Asked for every operation, so that a role taken away is gone at once, also in a page that stays open.</summary>
    public async Task<Actor> GetAsync()
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        if (user.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id)
        {
            return gate is not null && await gate.IsRequiredAsync(CancellationToken.None) ? Actor.Nobody : Actor.Owner;
        }

        return people is null
            ? Principals.ActorOf(user)
            : (await people.CheckAsync(id, user.FindFirstValue(Principals.StampClaim) ?? "", CancellationToken.None))?.ToActor() ?? Actor.Nobody;
    }

    public static Actor From(ClaimsPrincipal user) => Principals.ActorOf(user);
}
