using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace Workbench.Configuration;

/// <summary>The two languages of the product, and how a browser gets one: its choice, else what it asks for.</summary>
public static class Cultures
{
    public const string English = "en";
    public const string Chinese = "zh-Hans";

    public static bool IsChinese => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";

    public static IServiceCollection AddCultures(this IServiceCollection services) => services
        .AddLocalization()
        .Configure<RequestLocalizationOptions>(options =>
        {
            options.SetDefaultCulture(English).AddSupportedCultures(English, Chinese).AddSupportedUICultures(English, Chinese);
            options.RequestCultureProviders = [new CookieRequestCultureProvider(), new CustomRequestCultureProvider(AskedAsync)];
        });

    /// <summary>Any Chinese a browser asks for is served with Simplified; anything else with English.</summary>
    private static Task<ProviderCultureResult?> AskedAsync(HttpContext context)
    {
        var wanted = context.Request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.Value ?? "")
            .FirstOrDefault(language => language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) || language.StartsWith("en", StringComparison.OrdinalIgnoreCase));
        var culture = wanted?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true ? Chinese : English;
        return Task.FromResult<ProviderCultureResult?>(new ProviderCultureResult(culture));
    }
}
