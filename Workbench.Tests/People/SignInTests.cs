using System.Net;
using Workbench.Core.Governance;

namespace Workbench.Tests.People;

/// <summary>The doors of a real workbench, from outside.</summary>
[Trait("Category", "Slow")]
public sealed class SignInTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FirstStart_WithAccounts_IsSetUpWithTheCodeOnTheConsoleOnly()
    {
        await using var server = await PeopleServer.StartAsync(null, "--accounts");
        using var visitor = new Visitor(server.Address);
        Assert.Equal("/set-up", (await visitor.GetAsync("/models")).Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("/css/tokens.css"));

        (string, string)[] form = [("name", "Wen"), ("password", PeopleServer.Password)];
        Assert.Equal("/set-up?refused=SetUpCodeWrong", (await visitor.PostAsync("/set-up", "/set-up/check", [.. form, ("code", "aaaa-aaaa-aaaa-aaaa")])).Headers.Location?.ToString());
        Assert.Empty(await server.People.ListAsync(Cancellation));
        var code = server.Process.Printed.Single(line => line.StartsWith("Set-up code: ", StringComparison.Ordinal)).Split(' ')[2];
        Assert.Equal("/set-up?refused=PasswordTooShort", (await visitor.PostAsync("/set-up", "/set-up/check", ("name", "Wen"), ("password", "short"), ("code", code))).Headers.Location?.ToString());
        var made = await visitor.PostAsync("/set-up", "/set-up/check", [.. form, ("code", code)]);

        Assert.Equal("/people", made.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("/people"));
        Assert.Equal("owner", (await server.People.ListAsync(Cancellation)).Single().Id);
        using var second = new Visitor(server.Address);
        Assert.Equal("/", (await second.PostAsync("/sign-in", "/set-up/check", [.. form, ("code", code)])).Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.Found, await second.StatusAsync("/people"));
    }

    [Fact]
    public async Task SignIn_CookieFormsAndWayBack_AreSafe()
    {
        await using var server = await PeopleServer.StartAsync(null, "--accounts");
        await server.AddAsync("Wen", Role.Administrator);
        using var visitor = new Visitor(server.Address);

        Assert.Equal("/sign-in?back=%2Fruns%3Fa%3D1", (await visitor.GetAsync("/runs?a=1")).Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.PostRawAsync("/sign-in/check", ("name", "Wen"), ("password", PeopleServer.Password))).StatusCode);
        Assert.StartsWith("/sign-in?", (await visitor.SignInAsync("Wen", "wrong")).Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Equal("/", (await visitor.SignInAsync("Wen", PeopleServer.Password, back: "//evil.example")).Headers.Location?.ToString());
        using var fresh = new Visitor(server.Address);
        var entered = await fresh.SignInAsync("Wen", PeopleServer.Password, back: "/runs?a=1");
        var cookie = entered.Headers.GetValues("Set-Cookie").Single(text => text.StartsWith("workbench=", StringComparison.Ordinal));

        Assert.Equal("/runs?a=1", entered.Headers.Location?.ToString());
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.NotEqual(HttpStatusCode.Found, await fresh.StatusAsync("/sign-out"));
        Assert.Equal(HttpStatusCode.OK, await fresh.StatusAsync("/account"));
        await fresh.PostAsync("/sign-in", "/sign-out");
        Assert.Equal(HttpStatusCode.Found, await fresh.StatusAsync("/account"));
    }

    [Fact]
    public async Task Session_RoleTakenLockedOrReset_HoldsFromTheNextRequest()
    {
        await using var server = await PeopleServer.StartAsync(null, "--accounts");
        await server.AddAsync("Wen", Role.Administrator);
        var chen = await server.AddAsync("Chen", Role.ComplianceOfficer);
        using var visitor = new Visitor(server.Address);
        await visitor.SignInAsync("Chen", PeopleServer.Password);
        Assert.Contains("ExportLog", await visitor.TextAsync("/api/me"), StringComparison.Ordinal);

        await server.People.SetRolesAsync(chen.Id, [Role.Reviewer], Actor.Owner, Cancellation);
        Assert.DoesNotContain("ExportLog", await visitor.TextAsync("/api/me"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, await visitor.StatusAsync("/log/export"));

        await server.People.LockAsync(chen.Id, Actor.Owner, Cancellation);
        Assert.Equal("/sign-in?back=%2Fruns", (await visitor.GetAsync("/runs")).Headers.Location?.ToString());
        await server.People.UnlockAsync(chen.Id, Actor.Owner, Cancellation);
        Assert.Equal(HttpStatusCode.Found, await visitor.StatusAsync("/runs"));

        var once = await server.People.ResetAsync(chen.Id, Actor.Owner, Cancellation);
        await visitor.SignInAsync("Chen", once);
        Assert.Equal("/sign-in/password?back=%2Fruns", (await visitor.GetAsync("/runs")).Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.PostRawAsync("/api/people")).StatusCode);
        await visitor.PostAsync("/sign-in/password", "/sign-in/password/check", ("current", once), ("password", "another long phrase"));
        Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("/runs"));
    }

    [Fact]
    public async Task SecondFactor_OnceSetUp_StandsBetweenPasswordAndPages()
    {
        await using var server = await PeopleServer.StartAsync(null, "--accounts");
        var wen = (await server.AddAsync("Wen", Role.Administrator)).ToActor();
        var key = await server.People.BeginSecondFactorAsync(wen, Cancellation);
        var codes = await server.People.ConfirmSecondFactorAsync(Totp.Code(key, Totp.StepAt(TimeProvider.System.GetUtcNow())), wen, Cancellation);
        using var visitor = new Visitor(server.Address);

        Assert.Equal("/sign-in/code?back=%2Fruns", (await visitor.SignInAsync("Wen", PeopleServer.Password, "/runs")).Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.Found, await visitor.StatusAsync("/runs"));
        Assert.StartsWith("/sign-in/code?", (await visitor.PostAsync("/sign-in/code", "/sign-in/code/check", ("code", "000000"))).Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Equal("/runs", (await visitor.PostAsync("/sign-in/code", "/sign-in/code/check", ("code", codes[0]), ("back", "/runs"))).Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("/runs"));
        using var stranger = new Visitor(server.Address);
        Assert.StartsWith("/sign-in", (await stranger.PostAsync("/sign-in/code", "/sign-in/code/check", ("code", codes[1]))).Headers.Location?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loopback_OnePerson_NeedsNoSignIn_AndASecondTurnsItOn()
    {
        await using var server = await PeopleServer.StartAsync();
        using var visitor = new Visitor(server.Address);
        Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("/people"));
        using var client = new HttpClient();
        using var foreign = new HttpRequestMessage(HttpMethod.Get, server.Address + "/people") { Headers = { Host = "evil.example" } };
        Assert.Equal(HttpStatusCode.MisdirectedRequest, (await client.SendAsync(foreign, Cancellation)).StatusCode);
        await server.AddAsync("Wen", Role.Administrator);
        Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("/people"));

        await server.AddAsync("Chen", Role.Approver);

        Assert.Equal("/sign-in?back=%2Fpeople", (await visitor.GetAsync("/people")).Headers.Location?.ToString());
        Assert.DoesNotContain(server.Process.Printed, line => line.StartsWith("Set-up code", StringComparison.Ordinal));
    }
}
