using Workbench.Configuration;

namespace Workbench.Tests.Components;

public sealed class WorkbenchUrlsTests
{
    [Theory]
    [InlineData("/runs/R-0001?filter=a", true)]
    [InlineData("/", true)]
    [InlineData("//elsewhere.example", false)]
    [InlineData("/\\elsewhere.example", false)]
    [InlineData("https://elsewhere.example", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void IsLocal_OnlyForPathsOfThisWorkbench(string? path, bool expected) => Assert.Equal(expected, WorkbenchUrls.IsLocal(path));

    [Fact]
    public void With_EscapesAndLeavesOutWhatIsEmpty() =>
        Assert.Equal("/models?model=a%26b%2Fc", WorkbenchUrls.Models("a&b/c", ""));
}
