namespace Workbench.Tests.Shared;

public sealed class TestFolderTests
{
    [Fact]
    public void Delete_WhileSomethingStillWrites_DeletesItAfterwards()
    {
        var folder = Path.Combine(Path.GetTempPath(), "workbench-tests", Guid.NewGuid().ToString("n"));
        Directory.CreateDirectory(folder);
        var writer = new Thread(() => Write(folder));
        writer.Start();

        TestFolder.Delete(folder);

        writer.Join(TimeSpan.FromSeconds(30));
        Assert.False(Directory.Exists(folder));
    }

    private static void Write(string folder)
    {
        for (var file = 0; file < 2_000 && Directory.Exists(folder); file++)
        {
            try
            {
                File.WriteAllText(Path.Combine(folder, $"{file}"), "still here");
            }
            catch (DirectoryNotFoundException)
            {
                return;
            }
        }
    }
}
