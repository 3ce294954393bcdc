namespace Workbench.Configuration;

/// <summary>Light or dark: kept in a cookie, written on the page before the first paint.</summary>
public static class Themes
{
    public const string Light = "light";
    public const string Dark = "dark";
    public const string Cookie = "workbench.theme";

    public static string Of(HttpContext? context) => context?.Request.Cookies[Cookie] == Dark ? Dark : Light;
}
