using System.Text.Json.Nodes;
using CsCheck;
using Workbench.Core.Log;

namespace Workbench.Tests.Log;

public sealed class CheckpointTests : IDisposable
{
    // The example of C2SP signed-note.
    private const string ExampleKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    private const string ExampleNote = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "workbench-tests", Guid.NewGuid().ToString("n"));

    [Fact]
    public void TryOpen_NoteOfTheSpecification_GivesItsText()
    {
        var key = LogVerifier.Parse(ExampleKey)!;

        Assert.Equal(ExampleKey, key.Vkey);
        Assert.True(key.TryOpen(ExampleNote, out var text));
        Assert.Equal("This is an example message.\n", text);
    }

    [Theory]
    [InlineData("example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2")]
    [InlineData("")]
    public void Parse_KeyThatDoesNotFitItsId_IsRefused(string vkey) => Assert.Null(LogVerifier.Parse(vkey));

    [Fact]
    public void Open_KeyFile_IsMadeOnceAndReadableByItsOwnerOnly()
    {
        using var first = LogKey.Open(_folder);
        using var second = LogKey.Open(_folder);

        Assert.Equal(first.Verifier.Vkey, second.Verifier.Vkey);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "log.key")));
        }
    }

    [Fact]
    public void TryOpen_CheckpointWithOneCharacterChanged_IsRefused()
    {
        using var key = LogKey.Open(_folder);
        var note = key.Sign(new Checkpoint(key.Name, 300, MerkleTree.LeafHash("x"u8)).Text);

        Assert.True(key.Verifier.TryOpen(note, out var text));
        Assert.Equal(300, Checkpoint.Parse(text)!.Size);
        Gen.Select(Gen.Int[0, note.Length - 1], Gen.Char.AlphaNumeric).Sample((at, unit) =>
            note[at] == unit || !key.Verifier.TryOpen(string.Concat(note.AsSpan(0, at), [unit], note.AsSpan(at + 1)), out _));
    }

    [Fact]
    public void Make_EntryThatIsTooLong_IsRefused() =>
        Assert.Throws<ArgumentException>(() => LogEntry.Make(0, new LogRecord("a", "b", "c", new JsonObject { ["text"] = new string('x', 66_000) }), DateTimeOffset.UnixEpoch));

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
