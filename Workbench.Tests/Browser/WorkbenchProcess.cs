using System.Diagnostics;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Browser;

/// <summary>The real executable in a process of its own, on a free port and a fresh workspace.</summary>
public sealed class WorkbenchProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private readonly Process _process;

    private readonly List<string> _printed;

    private WorkbenchProcess(Process process, string address, string folder, List<string> printed)
    {
        _process = process;
        _printed = printed;
        Address = address;
        Folder = folder;
    }

    public string Address { get; }

    /// <summary>The workspace's folder.</summary>
    public string Folder { get; }

    public int Id => _process.Id;

    /// <summary>What it printed so far.</summary>
    public IReadOnlyList<string> Printed
    {
        get
        {
            lock (_printed)
            {
                return [.. _printed];
            }
        }
    }

    public static Task<WorkbenchProcess> StartAsync(string? folder = null, params string[] arguments) => StartAsync(folder, [], arguments);

    /// <param name="environment">Settings of the process, for example <c>Workbench__Endpoints__0__Name</c>.</param>
    public static async Task<WorkbenchProcess> StartAsync(string? folder, IEnumerable<KeyValuePair<string, string>> environment, string[] arguments)
    {
        folder ??= Path.Combine(Path.GetTempPath(), "workbench-tests", Guid.NewGuid().ToString("n"));
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Workbench.dll"), "serve", "--urls", "http://127.0.0.1:0", "--data", folder },
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var words = new List<string>();
        var printed = new List<string>();
        process.OutputDataReceived += (_, line) =>
        {
            lock (printed)
            {
                printed.Add(line.Data ?? "");
            }

            if (line.Data?.StartsWith("Workbench: http", StringComparison.Ordinal) == true)
            {
                address.TrySetResult(line.Data["Workbench: ".Length..].Trim());
            }
        };
        process.ErrorDataReceived += (_, line) =>
        {
            lock (words)
            {
                words.Add(line.Data ?? "");
            }
        };
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => address.TrySetException(new InvalidOperationException("The workbench ended: " + string.Join('\n', words)));
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            return new WorkbenchProcess(process, await address.Task.WaitAsync(StartLimit), folder, printed);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync().WaitAsync(StartLimit);
        _process.Dispose();
        if (Directory.Exists(Folder))
        {
            TestFolder.Delete(Folder);
        }
    }
}
