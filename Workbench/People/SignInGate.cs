using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.StaticAssets;
using Workbench.Api;
using Workbench.Configuration;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage.Governance;

namespace Workbench.People;

/// <summary>Whether this workbench asks who is there: not for one person on loopback, always otherwise. A demonstration on loopback picks a person by itself.</summary>
public sealed class SignInGate(PeopleStore people, bool isDemo, bool listensBeyondLoopback, bool accounts = false, bool hasProvider = false)
{
    public const string Path = "/sign-in";

    /// <summary>The people of a demonstration may be switched between, on this machine only.</summary>
    public bool IsDemo { get; } = isDemo && !listensBeyondLoopback;

    /// <summary>The organisation's identity provider is configured.</summary>
    public bool HasProvider { get; } = hasProvider;

    public async Task<bool> IsRequiredAsync(CancellationToken cancellation) =>
        IsDemo || accounts || HasProvider || listensBeyondLoopback || SignInPolicy.IsRequired(await people.CountAsync(cancellation), listensBeyondLoopback, accounts);

    /// <summary>Sign-in is required and nobody could: the first person is made with the code on the console.</summary>
    public async Task<bool> NeedsSetUpAsync(CancellationToken cancellation) =>
        !HasProvider && await IsRequiredAsync(cancellation) && await people.CountAsync(cancellation) == 0;

    /// <summary>Lets signed-in people, static files and the doors through; sends the others to the right door. What an operation refuses is answered as such.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!await LetThroughAsync(context))
        {
            return;
        }

        try
        {
            await next(context);
        }
        catch (NotAllowedException refused) when (!context.Response.HasStarted)
        {
            await SayAsync(context, StatusCodes.Status403Forbidden, refused.Reason);
        }
        catch (AntiforgeryValidationException) when (!context.Response.HasStarted)
        {
            await SayAsync(context, StatusCodes.Status400BadRequest, new Phrase("Governance.FormElsewhere"));
        }
    }

    public static Task SignInAsync(HttpContext context, Person person) => context.SignInAsync(Principals.Of(person));

    /// <summary>True where any of <paramref name="urls"/> can be reached from another machine.</summary>
    public static bool ListensBeyondLoopback(string urls) => urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Any(url => !Uri.TryCreate(url.Replace("*", "0.0.0.0", StringComparison.Ordinal).Replace("+", "0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var address)
            || !(address.Host == "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip))));

    private async Task<bool> LetThroughAsync(HttpContext context)
    {
        var user = context.User;
        if (IsOpen(context))
        {
            return true;
        }

        if (user.Identity?.IsAuthenticated == true)
        {
            return user.HasClaim(claim => claim.Type == Principals.MustChangeClaim) ? await SendAsync(context, WorkbenchUrls.NewPassword(Asked(context)), new Phrase("Governance.PasswordFirst"))
                : Permissions.WhyNot(Principals.ActorOf(user), Permission.Read) is { } why ? await SendAsync(context, WorkbenchUrls.NoRolePath, why, StatusCodes.Status403Forbidden)
                : true;
        }

        // A token that does not hold is never taken for nobody.
        if (TokenHandler.Comes(context))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await SayAsync(context, StatusCodes.Status401Unauthorized, new Phrase("Governance.TokenRefused"));
            return false;
        }

        var isRequired = await IsRequiredAsync(context.RequestAborted);
        if ((!isRequired || IsDemo) && !IsThisMachine(context.Request.Host.Host))
        {
            // A foreign page whose name was made to point here would otherwise be taken for the person at this machine.
            return await SendAsync(context, WorkbenchUrls.ErrorPath, new Phrase("Governance.HostUnknown", context.Request.Host.Host), StatusCodes.Status421MisdirectedRequest, redirects: false);
        }

        if (!isRequired)
        {
            return true;
        }

        if (IsDemo && (await people.ListAsync(context.RequestAborted)).FirstOrDefault() is { IsLocked: false } person)
        {
            await SignInAsync(context, person);
            context.Response.Redirect(context.Request.Path + context.Request.QueryString);
            return false;
        }

        return await SendAsync(context, await NeedsSetUpAsync(context.RequestAborted) ? WorkbenchUrls.SetUpPath : WorkbenchUrls.SignIn(Asked(context)), new Phrase("Governance.SignInFirst"), StatusCodes.Status401Unauthorized);
    }

    /// <summary>A browser goes to the door; a program is told.</summary>
    private static async Task<bool> SendAsync(HttpContext context, string door, Phrase reason, int status = StatusCodes.Status403Forbidden, bool redirects = true)
    {
        if (redirects && HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            context.Response.Redirect(door);
        }
        else
        {
            await SayAsync(context, status, reason);
        }

        return false;
    }

    private static async Task SayAsync(HttpContext context, int status, Phrase reason)
    {
        if (ApiGate.Covers(context))
        {
            await ApiProblem.WriteAsync(context, status, [new InputProblem(reason)]);
            return;
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(reason.ToString());
    }

    private static bool IsThisMachine(string host) => host is "localhost" || host.EndsWith(".localhost", StringComparison.Ordinal) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static string Asked(HttpContext context) => context.Request.Path + context.Request.QueryString;

    /// <summary>What the doors themselves are made of.</summary>
    private static bool IsOpen(HttpContext context)
    {
        var path = context.Request.Path;
        return context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
            || path.StartsWithSegments("/_framework")
            || path.StartsWithSegments(Path) || path.StartsWithSegments("/sign-out") || path.StartsWithSegments(WorkbenchUrls.SetUpPath)
            || path.StartsWithSegments("/culture") || path.StartsWithSegments("/theme") || path.StartsWithSegments("/error") || path.StartsWithSegments("/not-found");
    }
}
