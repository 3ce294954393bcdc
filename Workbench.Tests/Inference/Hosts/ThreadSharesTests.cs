using System.Collections.Immutable;
using CsCheck;
using Workbench.Core.Inference.Hosts;

namespace Workbench.Tests.Inference.Hosts;

public sealed class ThreadSharesTests
{
    [Theory]
    [InlineData(8, "b1", "8")]
    [InlineData(8, "b1 i1", "8 1")]
    [InlineData(8, "b8 b1", "4 4")]
    [InlineData(8, "b1 b1 b1", "3 3 2")]
    [InlineData(8, "i8 i1", "8 1")]
    [InlineData(8, "i8 b1", "1 8")]
    [InlineData(8, "b1/2 b1", "2 6")]
    [InlineData(2, "b1 b1 b1", "1 1 1")]
    [InlineData(1, "b1 i1", "1 1")]
    [InlineData(4, "i9", "4")]
    public void Divide_GivesAllCoresToThoseThatAnswer(int cores, string claims, string expected)
    {
        var shares = ThreadShares.Divide(cores, [.. claims.Split(' ').Select(Claim)]);

        Assert.Equal(expected, string.Join(' ', shares));
    }

    [Fact]
    public void Divide_NeverGivesTheBusyMoreThanTheCores()
    {
        var claim = Gen.Select(Gen.Bool, Gen.Int[0, 20], Gen.Int[0, 20], static (busy, most, has) => new ThreadClaim(busy, most == 0 ? null : most, has));
        Gen.Select(Gen.Int[1, 16], claim.Array[1, 10]).Sample((cores, claims) =>
        {
            var shares = ThreadShares.Divide(cores, [.. claims]);
            var busy = claims.Zip(shares).Where(static pair => pair.First.Busy).ToArray();
            return shares.All(static share => share >= 1)
                && busy.All(static pair => pair.Second <= Math.Max(1, pair.First.Most ?? int.MaxValue))
                && busy.Sum(static pair => pair.Second) <= Math.Max(cores, busy.Length);
        });
    }

    // b: busy, i: idle; threads it has; after a stroke the most it may have.
    private static ThreadClaim Claim(string text)
    {
        var parts = text[1..].Split('/');
        return new ThreadClaim(text[0] == 'b', parts.Length > 1 ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : null, int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture));
    }
}
