using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Workbench.Core.Governance;
using Workbench.Core.Storage.Governance;

namespace Workbench.People;

/// <summary>Whether this workbench asks who is there: not for one person on loopback, always otherwise. A demonstration picks a person by itself.</summary>
public sealed class SignInGate(PeopleStore people, bool isDemo, bool listensBeyondLoopback)
{
    public const string Path = "/sign-in";

    public bool IsDemo { get; } = isDemo;

    public async Task<bool> IsRequiredAsync(CancellationToken cancellation) =>
        IsDemo || SignInPolicy.IsRequired(await people.CountAsync(cancellation), listensBeyondLoopback);

    /// <summary>Lets signed-in people, static files and the sign-in page through; sends the others there.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.User.Identity?.IsAuthenticated == true || IsOpen(context.Request.Path) || !await IsRequiredAsync(context.RequestAborted))
        {
            await next(context);
            return;
        }

        if (IsDemo && (await people.ListAsync(context.RequestAborted)).FirstOrDefault() is { } person)
        {
            await SignInAsync(context, person.ToActor());
            context.Response.Redirect(context.Request.Path + context.Request.QueryString);
            return;
        }

        if (context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            context.Response.Redirect($"{Path}?back={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}");
            return;
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
    }

    public static Task SignInAsync(HttpContext context, Actor actor)
    {
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, actor.Id), new Claim(ClaimTypes.Name, actor.Name), .. actor.Roles.Select(role => new Claim(ClaimTypes.Role, role.ToString()))],
            CookieAuthenticationDefaults.AuthenticationScheme);
        return context.SignInAsync(new ClaimsPrincipal(identity));
    }

    /// <summary>True where any of <paramref name="urls"/> can be reached from another machine.</summary>
    public static bool ListensBeyondLoopback(string urls) => urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Any(url => !Uri.TryCreate(url.Replace("*", "0.0.0.0", StringComparison.Ordinal).Replace("+", "0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var address)
            || !(address.Host == "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip))));

    /// <summary>What the sign-in page itself is made of.</summary>
    private static bool IsOpen(PathString path) =>
        path.StartsWithSegments(Path) || path.StartsWithSegments("/culture") || path.StartsWithSegments("/theme") || path.StartsWithSegments("/error") || path.StartsWithSegments("/not-found")
        || System.IO.Path.GetExtension(path.Value) is ".css" or ".js" or ".woff2" or ".svg";
}
