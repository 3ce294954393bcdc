using Workbench.Core.Evidence;
using Workbench.Core.Language;

namespace Workbench.Api;

/// <summary>A body that is a file, in a folder of its own until it was read.</summary>
public sealed class ApiFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workbench-api-").FullName;

    private ApiFile(string? name) => Path = System.IO.Path.Combine(_folder, EvidenceRules.CleanName(string.IsNullOrWhiteSpace(name) ? "body" : name));

    public string Path { get; }

    /// <summary>Files that are read whole: suites, answers, questions, labels.</summary>
    public const long MostBytes = 64L << 20;

    /// <param name="name">As the sender calls it; its ending tells the format.</param>
    public static async Task<ApiFile> KeepAsync(HttpContext context, string? name)
    {
        var file = new ApiFile(name);
        try
        {
            await using var stream = File.Create(file.Path);
            await context.Request.Body.CopyToAsync(stream, context.RequestAborted);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <exception cref="InputException">It is no UTF-8.</exception>
    public static async Task<string> TextAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true));
        try
        {
            return await reader.ReadToEndAsync(context.RequestAborted);
        }
        catch (System.Text.DecoderFallbackException wrong)
        {
            throw new BadHttpRequestException(wrong.Message, wrong);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
