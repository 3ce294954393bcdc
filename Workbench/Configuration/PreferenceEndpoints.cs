using Microsoft.AspNetCore.Localization;

namespace Workbench.Configuration;

/// <summary>Plain links that keep a person's language and theme in a cookie and lead back to where the person was.</summary>
public static class PreferenceEndpoints
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    public static IEndpointRouteBuilder MapPreferences(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(WorkbenchUrls.CulturePath, (HttpContext context, string? c, string? back) =>
        {
            var culture = c == Cultures.Chinese ? Cultures.Chinese : Cultures.English;
            var value = CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture));
            return Keep(context, CookieRequestCultureProvider.DefaultCookieName, value, back);
        });
        routes.MapGet(WorkbenchUrls.ThemePath, (HttpContext context, string? t, string? back) =>
            Keep(context, Themes.Cookie, t == Themes.Dark ? Themes.Dark : Themes.Light, back));
        return routes;
    }

    private static IResult Keep(HttpContext context, string name, string value, string? back)
    {
        context.Response.Cookies.Append(name, value, new CookieOptions { MaxAge = Kept, SameSite = SameSiteMode.Lax, HttpOnly = true, Secure = context.Request.IsHttps, IsEssential = true });
        return Results.LocalRedirect(WorkbenchUrls.IsLocal(back) ? back! : WorkbenchUrls.HomePath);
    }
}
