using System.Net;
using Workbench.Core.Governance;

namespace Workbench.Tests.People;

/// <summary>Signing in through the organisation's OpenID Connect provider.</summary>
[Trait("Category", "Slow")]
public sealed class ProviderTests
{
    [Fact]
    public async Task SignIn_AtTheProvider_GivesTheRolesItsClaimsMapTo()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var server = await StartAsync(provider);
        provider.Groups = ["lab", "something-else"];
        using var visitor = new Visitor(server.Address, follows: true);

        Assert.Contains("/sign-in/provider?back=%2Fruns", await visitor.TextAsync("/runs"), StringComparison.Ordinal);
        using var entered = await visitor.GetAsync("/sign-in/provider?back=/runs");

        Assert.Equal("/runs", entered.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, entered.StatusCode);
        var me = await visitor.TextAsync("/api/me");
        Assert.Contains("\"roles\":[\"Researcher\",\"TeamLead\"]", me, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"Lin\"", me, StringComparison.Ordinal);
        Assert.Equal(1, provider.TokensGiven);

        // The next sign-in brings what the provider says then.
        provider.Groups = ["audit"];
        await visitor.GetAsync("/sign-in/provider?back=/runs");
        Assert.Contains("\"roles\":[\"Auditor\"]", await visitor.TextAsync("/api/me"), StringComparison.Ordinal);
        Assert.Single(await server.People.ListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task SignIn_WithoutAMappedClaim_HasNoRoleAndSeesNothing()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var server = await StartAsync(provider);
        provider.Groups = ["strangers"];
        using var visitor = new Visitor(server.Address, follows: true);

        using var entered = await visitor.GetAsync("/sign-in/provider?back=/runs");

        Assert.Equal("/sign-in/no-role", entered.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal(HttpStatusCode.Forbidden, await ApiStatusAsync(visitor));
        Assert.Empty((await server.People.ListAsync(TestContext.Current.CancellationToken)).Single().Roles);
    }

    [Fact]
    public async Task SignIn_NonceOfAnother_IsRefused()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var server = await StartAsync(provider);
        (provider.Groups, provider.WrongNonce) = (["lab"], "another");
        using var visitor = new Visitor(server.Address, follows: true);

        using var refused = await visitor.GetAsync("/sign-in/provider?back=/runs");

        Assert.Equal("/sign-in?refused=ProviderRefused", refused.RequestMessage!.RequestUri!.PathAndQuery);
        Assert.Empty(await server.People.ListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task SignIn_LockedPerson_IsRefusedAlsoWithTheProvidersWord()
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var server = await StartAsync(provider);
        provider.Groups = ["lab"];
        using var visitor = new Visitor(server.Address, follows: true);
        await visitor.GetAsync("/sign-in/provider?back=/runs");
        var person = (await server.People.ListAsync(TestContext.Current.CancellationToken)).Single();
        await server.People.LockAsync(person.Id, Actor.Owner, TestContext.Current.CancellationToken);

        using var refused = await visitor.GetAsync("/sign-in/provider?back=/runs");

        Assert.Equal("/sign-in?refused=SignInRefused", refused.RequestMessage!.RequestUri!.PathAndQuery);
    }

    private static async Task<HttpStatusCode> ApiStatusAsync(Visitor visitor)
    {
        using var response = await visitor.PostRawAsync("/api/people");
        return response.StatusCode;
    }

    private static Task<PeopleServer> StartAsync(FakeProvider provider) => PeopleServer.StartAsync(
    [
        new("Workbench__Oidc__Authority", provider.Address),
        new("Workbench__Oidc__ClientId", "workbench"),
        new("Workbench__Oidc__ClientSecret", "secret"),
        new("Workbench__Oidc__RoleClaim", "groups"),
        new("Workbench__Oidc__Roles__lab", "Researcher,TeamLead"),
        new("Workbench__Oidc__Roles__audit", "Auditor"),
    ]);
}
