using System.Text;
using System.Text.Json;
using Workbench.Hosting.ModelHost;

namespace Workbench.Tests.Engine;

public sealed class BodyBytesTests
{
    [Theory]
    [InlineData("\"\\ud83d\"", "\uFFFD")]
    [InlineData("\"\\ude00x\"", "\uFFFDx")]
    [InlineData("\"\\ud83d\\ude00\"", "😀")]
    [InlineData("\"\\ud83d\\ud83d\\ude00\"", "\uFFFD😀")]
    [InlineData("\"\\\\ud83d\"", "\\ud83d")]
    [InlineData("\"a\\n\\u4f60\\\"\"", "a\n你\"")]
    [InlineData("\"\\ud83d\\n\"", "\uFFFD\n")]
    public void Surrogates_Unpaired_BecomeTheReplacementCharacter(string json, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        BodyBytes.RepairSurrogates(bytes);
        Assert.Equal(expected, JsonSerializer.Deserialize<string>(bytes));
    }

    [Fact]
    public void Surrogates_InBrokenJson_AreLeftToTheReader()
    {
        foreach (var json in (string[])["\"\\", "\"\\u", "\"\\ud8", "\\ud83d\\u"])
        {
            BodyBytes.RepairSurrogates(Encoding.UTF8.GetBytes(json));
        }
    }
}
