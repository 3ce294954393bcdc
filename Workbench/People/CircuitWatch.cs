using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Workbench.Core.Storage.Governance;

namespace Workbench.People;

/// <summary>Keeps open pages to what their reader may do now: whoever lost a role, was locked or signed out elsewhere has the page loaded anew before anything more happens in it.</summary>
public sealed class CircuitWatch(AuthenticationStateProvider authentication, PeopleStore people, SignInGate gate, NavigationManager navigation) : CircuitHandler, IDisposable
{
    private string? _id;

    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        _id = (await authentication.GetAuthenticationStateAsync()).User.FindFirstValue(ClaimTypes.NameIdentifier);
        people.Changed += OnChanged;
    }

    /// <summary>What changed since the connection was let in, before anybody watched, and while it was down.</summary>
    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken) => LookAsync();

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        people.Changed -= OnChanged;
        return Task.CompletedTask;
    }

    /// <summary>Every click and key goes through here; also changes made by another process are seen then.</summary>
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => async context =>
    {
        if (await IsOverAsync())
        {
            Reload();
            return;
        }

        await next(context);
    };

    public void Dispose() => people.Changed -= OnChanged;

    private async Task<bool> IsOverAsync()
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        if (user.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id)
        {
            return await gate.IsRequiredAsync(CancellationToken.None);
        }

        var person = await people.CheckAsync(id, user.FindFirstValue(Principals.StampClaim) ?? "", CancellationToken.None);
        return person is null || !person.Roles.SetEquals(Principals.ActorOf(user).Roles);
    }

    private void OnChanged(string id)
    {
        if (id == _id)
        {
            _ = LookAsync();
        }
    }

    private async Task LookAsync()
    {
        if (await IsOverAsync())
        {
            Reload();
        }
    }

    private void Reload() => navigation.NavigateTo(navigation.Uri, forceLoad: true);
}
