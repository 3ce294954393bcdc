using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Workbench.Configuration;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage.Governance;

namespace Workbench.People;

/// <summary>The doors: setting up, signing in and out, the second step, a password that must be replaced, and switching between the people of a demonstration.</summary>
public static class SignInEndpoints
{
    public static IEndpointRouteBuilder MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(SignInGate.Path + "/check", CheckAsync).RequireRateLimiting(SignInServices.GuessLimit);
        routes.MapPost(SignInGate.Path + "/code/check", CodeAsync).RequireRateLimiting(SignInServices.GuessLimit);
        routes.MapPost(SignInGate.Path + "/password/check", ReplaceAsync).RequireRateLimiting(SignInServices.GuessLimit);
        routes.MapPost(WorkbenchUrls.SetUpPath + "/check", SetUpAsync).RequireRateLimiting(SignInServices.GuessLimit);
        routes.MapPost("/sign-out", async (HttpContext context, IAntiforgery antiforgery) =>
        {
            await antiforgery.ValidateRequestAsync(context);
            await context.SignOutAsync();
            return Results.LocalRedirect(WorkbenchUrls.HomePath);
        });
        routes.MapGet(IdentityProvider.ChallengePath, (SignInGate gate, string? back) => !gate.HasProvider
            ? Results.NotFound()
            : Results.Challenge(new AuthenticationProperties { RedirectUri = WorkbenchUrls.IsLocal(back) ? back : WorkbenchUrls.HomePath }, [IdentityProvider.SchemeName]));
        routes.MapGet("/sign-in/as", async (HttpContext context, SignInGate gate, PeopleStore people, string person, string? back) =>
        {
            if (!gate.IsDemo || await people.FindAsync(person, context.RequestAborted) is not { IsDemo: true, IsLocked: false } found)
            {
                return Results.NotFound();
            }

            await SignInGate.SignInAsync(context, found);
            return Results.LocalRedirect(WorkbenchUrls.IsLocal(back) ? back! : WorkbenchUrls.HomePath);
        });
        return routes;
    }

    private static async Task<IResult> CheckAsync(HttpContext context, PeopleStore people, IAntiforgery antiforgery)
    {
        await antiforgery.ValidateRequestAsync(context);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var back = form["back"].ToString();
        var outcome = await people.SignInAsync(form["name"].ToString(), form["password"].ToString(), context.RequestAborted);
        if (outcome.Pending is { } pending)
        {
            await context.SignInAsync(SignInServices.SecondStepScheme, Principals.Of(pending));
            return Results.LocalRedirect(WorkbenchUrls.SignInCode(back));
        }

        return outcome.Person is { } person ? await EnterAsync(context, person, back) : Results.LocalRedirect(WorkbenchUrls.With(SignInGate.Path, [("back", back), .. Told(outcome.Refused!)]));
    }

    private static async Task<IResult> CodeAsync(HttpContext context, PeopleStore people, IAntiforgery antiforgery)
    {
        await antiforgery.ValidateRequestAsync(context);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var back = form["back"].ToString();
        var step = (await context.AuthenticateAsync(SignInServices.SecondStepScheme)).Principal;
        if (step?.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id)
        {
            return Results.LocalRedirect(WorkbenchUrls.SignIn(back));
        }

        var outcome = await people.SignInWithCodeAsync(id, step.FindFirstValue(Principals.StampClaim) ?? "", form["code"].ToString(), context.RequestAborted);
        if (outcome.Person is not { } person)
        {
            return Results.LocalRedirect(WorkbenchUrls.With(SignInGate.Path + "/code", [("back", back), .. Told(outcome.Refused!)]));
        }

        await context.SignOutAsync(SignInServices.SecondStepScheme);
        return await EnterAsync(context, person, back);
    }

    private static async Task<IResult> ReplaceAsync(HttpContext context, PeopleStore people, IAntiforgery antiforgery)
    {
        await antiforgery.ValidateRequestAsync(context);
        if (context.User.Identity?.IsAuthenticated != true || TokenHandler.Comes(context))
        {
            return Results.LocalRedirect(WorkbenchUrls.SignIn());
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (back, actor) = (form["back"].ToString(), CurrentActor.From(context.User));
        try
        {
            await people.ChangePasswordAsync(form["current"].ToString(), form["password"].ToString(), actor, context.RequestAborted);
            return await EnterAsync(context, (await people.FindByIdAsync(actor.Id, context.RequestAborted))!, back);
        }
        catch (InputException wrong)
        {
            return Results.LocalRedirect(WorkbenchUrls.With(WorkbenchUrls.NewPasswordPath, [("back", back), .. Told(wrong.Problems[0].Message)]));
        }
    }

    private static async Task<IResult> SetUpAsync(HttpContext context, PeopleStore people, SignInGate gate, SetUpCode code, IAntiforgery antiforgery)
    {
        await antiforgery.ValidateRequestAsync(context);
        if (!await gate.NeedsSetUpAsync(context.RequestAborted))
        {
            return Results.LocalRedirect(WorkbenchUrls.HomePath);
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        try
        {
            code.Check(form["code"].ToString());
            var person = await people.AddAsync(form["name"].ToString(), Actor.Owner.Roles, form["password"].ToString(), Actor.Owner, context.RequestAborted);
            code.Use();
            return await EnterAsync(context, person, WorkbenchUrls.PeoplePath);
        }
        catch (InputException wrong)
        {
            return Results.LocalRedirect(WorkbenchUrls.With(WorkbenchUrls.SetUpPath, [.. Told(wrong.Problems[0].Message)]));
        }
    }

    private static async Task<IResult> EnterAsync(HttpContext context, Person person, string back)
    {
        await SignInGate.SignInAsync(context, person);
        return Results.LocalRedirect(WorkbenchUrls.IsLocal(back) ? back : WorkbenchUrls.HomePath);
    }

    /// <summary>The reason as its key: the page says only sentences it knows.</summary>
    private static ImmutableArray<(string Name, string? Value)> Told(Phrase reason) =>
        [("refused", reason.Key["Governance.".Length..]), ("minutes", reason.Key.EndsWith("Locked", StringComparison.Ordinal) ? reason.Arguments[0] : null)];
}
