using System.Security.Cryptography;
using System.Text;

namespace Workbench.Hosting.ModelHost;

/// <summary>Lets through who knows the key; health stays open for probes.</summary>
internal static class ApiKeyGate
{
    public static Task PassAsync(HttpContext context, RequestDelegate next, string key)
    {
        var given = context.Request.Headers.Authorization.ToString();
        return context.Request.Path == "/health" || CryptographicOperations.FixedTimeEquals(Hash(given), Hash($"Bearer {key}"))
            ? next(context)
            : throw new ApiException(401, "The key is missing or wrong.", null, "invalid_api_key");
    }

    // Hashed, so that the comparison takes the same time for every length.
    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
