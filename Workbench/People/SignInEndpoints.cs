using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Workbench.Configuration;
using Workbench.Core.Storage.Governance;

namespace Workbench.People;

/// <summary>Signing in and out, and switching between the people of a demonstration.</summary>
public static class SignInEndpoints
{
    public static IEndpointRouteBuilder MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(SignInGate.Path + "/check", async (HttpContext context, PeopleStore people, IAntiforgery antiforgery) =>
        {
            await antiforgery.ValidateRequestAsync(context);
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            var back = form["back"].ToString();
            var (person, refused) = await people.SignInAsync(form["name"].ToString(), form["password"].ToString(), context.RequestAborted);
            if (person is null)
            {
                return Results.LocalRedirect(WorkbenchUrls.With(SignInGate.Path, ("back", back), ("refused", refused!.Key), ("minutes", refused.Arguments.FirstOrDefault())));
            }

            await SignInGate.SignInAsync(context, person.ToActor());
            return Results.LocalRedirect(WorkbenchUrls.IsLocal(back) ? back : WorkbenchUrls.HomePath);
        });
        routes.MapGet("/sign-out", async (HttpContext context) =>
        {
            await context.SignOutAsync();
            return Results.LocalRedirect(WorkbenchUrls.HomePath);
        });
        routes.MapGet("/sign-in/as", async (HttpContext context, SignInGate gate, PeopleStore people, string person, string? back) =>
        {
            if (!gate.IsDemo || await people.FindAsync(person, context.RequestAborted) is not { HasPassword: false } found)
            {
                return Results.NotFound();
            }

            await SignInGate.SignInAsync(context, found.ToActor());
            return Results.LocalRedirect(WorkbenchUrls.IsLocal(back) ? back! : WorkbenchUrls.HomePath);
        });
        return routes;
    }
}
