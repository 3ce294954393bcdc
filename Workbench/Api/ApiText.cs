using System.Globalization;
using System.Resources;

namespace Workbench.Api;

/// <summary>Sentences of the API that no rule of Core says.</summary>
public static class ApiText
{
    private static readonly ResourceManager Text = new("Workbench.Api.ApiText", typeof(ApiText).Assembly);

    /// <returns>The key itself where there is no such entry.</returns>
    public static string Say(string key, params object?[] arguments) => string.Format(CultureInfo.CurrentCulture, Text.GetString(key, CultureInfo.CurrentUICulture) ?? key, arguments);
}
