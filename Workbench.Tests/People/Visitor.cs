using System.Net;
using System.Text.RegularExpressions;

namespace Workbench.Tests.People;

/// <summary>A browser without a window: keeps cookies, follows no redirect by itself, fills forms with their tokens.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient _client;

    public Visitor(string address, bool follows = false, string? language = null)
    {
        Cookies = new CookieContainer();
        _client = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = follows }) { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(60) };
        _client.DefaultRequestHeaders.Add("Accept", "text/html");
        if (language is not null)
        {
            _client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        }
    }

    public CookieContainer Cookies { get; }

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(path, TestContext.Current.CancellationToken);

    /// <summary>Opens the page and sends its form.</summary>
    public async Task<HttpResponseMessage> PostAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await (await GetAsync(page)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Groups["token"].Value;
        return await PostRawAsync(action, [.. fields, ("__RequestVerificationToken", token)]);
    }

    public async Task<HttpResponseMessage> PostRawAsync(string action, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await _client.PostAsync(action, form, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> SignInAsync(string name, string password, string back = "/") =>
        PostAsync("/sign-in", "/sign-in/check", ("name", name), ("password", password), ("back", back));

    public async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var response = await GetAsync(path);
        return response.StatusCode;
    }

    public async Task<string> TextAsync(string path) => await (await GetAsync(path)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"")]
    private static partial Regex Token();
}
