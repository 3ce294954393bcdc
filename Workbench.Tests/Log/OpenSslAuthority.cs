using System.Diagnostics;

namespace Workbench.Tests.Log;

/// <summary>A small time-stamp authority made of the <c>openssl</c> program, with a certificate of its own.</summary>
internal sealed class OpenSslAuthority : IDisposable
{
    public const string Name = "Test stamps";

    private readonly string _folder = Directory.CreateTempSubdirectory("workbench-tsa-").FullName;

    private OpenSslAuthority()
    {
    }

    public string Certificate => Path.Combine(_folder, "tsa.pem");

    public static async Task<OpenSslAuthority> MakeAsync()
    {
        var authority = new OpenSslAuthority();
        await File.WriteAllTextAsync(Path.Combine(authority._folder, "tsa.cnf"), """
            [tsa]
            default_tsa = tsa1
            [tsa1]
            serial = ./serial
            signer_cert = ./tsa.pem
            certs = ./tsa.pem
            signer_key = ./tsa.key
            signer_digest = sha256
            default_policy = 1.2.3.4.1
            digests = sha256, sha384, sha512
            ess_cert_id_alg = sha256
            [made]
            extendedKeyUsage = critical,timeStamping
            keyUsage = critical,digitalSignature
            [req]
            distinguished_name = none
            [none]
            """);
        var (status, words) = await RunAsync(authority._folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.pem", "-days", "2", "-subj", $"/CN={Name}", "-config", "tsa.cnf", "-extensions", "made");
        Assert.True(status == 0, words);
        return authority;
    }

    /// <summary>Skips the test where there is no such program.</summary>
    public static void Require()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("openssl", ["version"]) { RedirectStandardOutput = true });
            process!.WaitForExit();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("There is no openssl here.");
        }
    }

    public async Task<byte[]> AnswerAsync(byte[] request)
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder, "asked.tsq"), request);
        var (status, words) = await RunAsync(_folder, "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "asked.tsq", "-out", "answer.tsr");
        Assert.True(status == 0, words);
        return await File.ReadAllBytesAsync(Path.Combine(_folder, "answer.tsr"));
    }

    public Task<(int Status, string Words)> VerifyAsync(string data, string response) => RunAsync(_folder, "ts", "-verify", "-data", data, "-in", response, "-CAfile", Certificate);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<(int Status, string Words)> RunAsync(string folder, params string[] arguments)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder })!;
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, output + await error);
    }
}
