using Workbench.Core.Language;
using Workbench.Core.Models.Gguf;

namespace Workbench.Tests.Engine;

[Trait("Category", "Engine")]
public sealed class DamagedFileTests
{
    // More of them on request: the run that was asked for once had 300 in the host.
    private static readonly int Files = int.TryParse(Environment.GetEnvironmentVariable("WORKBENCH_DAMAGED_FILES"), out var asked) ? asked : 80;
    private const int ModelUnavailable = 3;

    /// <summary>A process each: all that pass the check made before the library sees a file, up to this many, and a few that do not.</summary>
    private static readonly int MostPassing = Files > 80 ? Files : 16;

    private static readonly int MostRefused = Files > 80 ? Files : 6;

    [Fact]
    public async Task Host_OfDamagedFiles_EndsWithAMessageAndNeverByASignal()
    {
        var good = await File.ReadAllBytesAsync(TestHost.Stories);
        var folder = Directory.CreateTempSubdirectory("wb");
        var random = new Random(20261125);
        var passing = new List<string>();
        var refused = new List<string>();
        for (var i = 0; i < Files; i++)
        {
            var path = Path.Combine(folder.FullName, $"{i}.gguf");
            await File.WriteAllBytesAsync(path, Damage(good, i, random));
            (IsRefused(path) ? refused : passing).Add(path);
        }

        var failures = new List<string>();
        await Parallel.ForEachAsync(passing.Take(MostPassing).Concat(refused.Take(MostRefused)), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (path, _) =>
        {
            var (code, words) = await TestHost.RunAsync("host", "--model", path, "--check");
            if (code is not (ModelUnavailable or 0) || (code == ModelUnavailable && !words.Contains(path, StringComparison.Ordinal)))
            {
                lock (failures)
                {
                    failures.Add($"{path}: exit {code}: {words}");
                }
            }
        });
        folder.Delete(recursive: true);
        Assert.Empty(failures);
        Assert.True(passing.Count > 0 && refused.Count > Files / 3, $"{passing.Count} passed, {refused.Count} refused");
    }

    private static bool IsRefused(string path)
    {
        try
        {
            GgufFile.ReadLoadable(path);
            return false;
        }
        catch (InputException)
        {
            return true;
        }
    }

    // Half are cut short, half have bytes of the header changed: one to four of them, one bit or all.
    private static byte[] Damage(byte[] good, int index, Random random)
    {
        const int Header = 16 * 1024;
        if (index % 2 == 0)
        {
            return good[..random.Next(index < 20 ? Header : good.Length)];
        }

        var bytes = good.ToArray();
        for (var i = 0; i <= index % 4; i++)
        {
            var place = random.Next(Header);
            bytes[place] = index % 3 == 0 ? (byte)random.Next(256) : (byte)(bytes[place] ^ (1 << random.Next(8)));
        }

        return bytes;
    }
}
