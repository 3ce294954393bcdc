using Workbench.Core.Log;

namespace Workbench.Tests.Log;

public sealed class GoVerifierTests
{
    [Fact]
    public async Task VerifyLog_WholeAndDamagedPacks_AgreesWithOurs()
    {
        foreach (var size in new[] { 1, 256, 300, 700 })
        {
            using var pack = PackFolder.Of(size);
            var ours = LogPackCheck.Verify(pack.Folder);

            Assert.Equal((0, $"ok {size} {Convert.ToBase64String(Convert.FromHexString(ours.Root!))}\n"), await GoVerifier.VerifyAsync(pack.Folder));
        }

        using var damaged = PackFolder.Of(300);
        foreach (var (path, at) in new[] { ("tile/entries/000", 900), ("tile/entries/001.p/44", 70), ("tile/0/000", 9), ("tile/1/000.p/1", 0), ("checkpoint", 17), ("checkpoints/150", 17) })
        {
            var undo = damaged.Damage(path, at, 0x01);
            var (status, output) = await GoVerifier.VerifyAsync(damaged.Folder);
            undo();

            Assert.True(status == 1 && output.StartsWith("FAIL", StringComparison.Ordinal), $"{path}: {status} {output}");
        }
    }
}
