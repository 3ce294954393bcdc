namespace Workbench.Tests.Engine;

[Trait("Category", "Engine")]
public sealed class DamagedFileTests
{
    private const int Files = 50;
    private const int ModelUnavailable = 3;

    [Fact]
    public async Task Host_OfDamagedFiles_EndsWithAMessageAndNeverByASignal()
    {
        var good = await File.ReadAllBytesAsync(TestHost.Stories);
        var folder = Directory.CreateTempSubdirectory("wb");
        var random = new Random(20261125);
        var failures = new List<string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Files).Select(i => (Index: i, Bytes: Damage(good, i, random))).ToList(), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (file, _) =>
        {
            var path = Path.Combine(folder.FullName, $"{file.Index}.gguf");
            await File.WriteAllBytesAsync(path, file.Bytes, CancellationToken.None);
            var (code, words) = await TestHost.RunAsync("host", "--model", path, "--check");
            if (code is not (ModelUnavailable or 0) || (code == ModelUnavailable && !words.Contains(path, StringComparison.Ordinal)))
            {
                lock (failures)
                {
                    failures.Add($"{file.Index}: exit {code}: {words}");
                }
            }
        });
        folder.Delete(recursive: true);
        Assert.Empty(failures);
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
