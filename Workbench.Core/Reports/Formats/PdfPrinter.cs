using System.Diagnostics;
using System.Globalization;
using System.Text;
using Workbench.Core.Language;

namespace Workbench.Core.Reports.Formats;

/// <summary>Prints a report page to a tagged PDF with a headless Chromium of the machine: own profile, no scripts (by the page's policy), no network, a time limit.</summary>
/// <param name="browser">Path of the browser; null looks for one on the PATH.</param>
public sealed class PdfPrinter(string? browser = null)
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    /// <summary>The browser that would be used; null when there is none.</summary>
    public string? Browser { get; } = string.IsNullOrWhiteSpace(browser) ? OnPath() : File.Exists(browser) ? browser : null;

    /// <exception cref="InputException">There is no browser.</exception>
    public void RequireBrowser()
    {
        if (Browser is null)
        {
            throw new InputException(new InputProblem(new Phrase("Reports.NoBrowser"), Field: "format", Hint: new Phrase("Reports.NoBrowserHint")));
        }
    }

    /// <param name="writePage">Writes the HTML.</param>
    /// <exception cref="InputException">There is no browser, or it failed.</exception>
    public async Task PrintAsync(Action<TextWriter> writePage, string pdfFile, CancellationToken cancellation)
    {
        RequireBrowser();
        var folder = Directory.CreateTempSubdirectory("workbench-print-").FullName;
        await OneAtATime.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var page = Path.Combine(folder, "report.html");
            var printed = Path.Combine(folder, "report.pdf");
            await using (var writer = new StreamWriter(page, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
            {
                writePage(writer);
            }

            var words = await RunAsync(folder, page, printed, cancellation).ConfigureAwait(false);
            if (!File.Exists(printed))
            {
                throw Failed(new Phrase("Reports.BrowserFailed", words.Length > 400 ? words[^400..] : words));
            }

            await File.WriteAllBytesAsync(pdfFile, PdfPacker.Pack(await File.ReadAllBytesAsync(printed, cancellation).ConfigureAwait(false)), cancellation).ConfigureAwait(false);
        }
        finally
        {
            OneAtATime.Release();
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<string> RunAsync(string folder, string page, string printed, CancellationToken cancellation)
    {
        using var process = new Process { StartInfo = new ProcessStartInfo(Browser!) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false } };
        foreach (var argument in Arguments(folder, page, printed))
        {
            process.StartInfo.ArgumentList.Add(argument);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        try
        {
            process.Start();
            var said = process.StandardOutput.ReadToEndAsync(limit.Token);
            var words = await process.StandardError.ReadToEndAsync(limit.Token).ConfigureAwait(false);
            await said.ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return words;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            throw Failed(new Phrase("Reports.BrowserTimedOut", Limit.TotalSeconds.ToString(CultureInfo.InvariantCulture)));
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw Failed(new Phrase("Reports.BrowserFailed", FailureWords.Of(exception)));
        }
    }

    private static IEnumerable<string> Arguments(string folder, string page, string printed) =>
    [
        "--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions", "--disable-background-networking",
        "--disable-sync", "--disable-component-update", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer",
        "--export-tagged-pdf", "--generate-pdf-document-outline",
        $"--user-data-dir={Path.Combine(folder, "profile")}",
        $"--print-to-pdf={printed}",
        // The browser's own sandbox can't be set up as root; nobody else is asked to go without it.
        .. OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? ["--no-sandbox"] : Array.Empty<string>(),
        new Uri(page).AbsoluteUri,
    ];

    private static InputException Failed(Phrase phrase) => new(new InputProblem(phrase, Field: "format", Hint: new Phrase("Reports.NoBrowserHint")));

    private static string? OnPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => Names.SelectMany(name => (string[])[Path.Combine(folder, name), Path.Combine(folder, $"{name}.exe")]))
            .FirstOrDefault(File.Exists);
}
