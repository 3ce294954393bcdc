using System.Text;
using Workbench.Core.Governance;

namespace Workbench.Tests.Governance;

public sealed class TotpTests
{
    // RFC 6238, appendix B: the key is the ASCII text, codes of eight digits.
    private static readonly string Key = Totp.ToBase32(Encoding.ASCII.GetBytes("12345678901234567890"));

    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void Code_OfTheRfc_IsTheirs(long seconds, string code) => Assert.Equal(code, Totp.Code(Key, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds)), digits: 8));

    [Fact]
    public void ToBase32_OfTheRfc_IsTheirs() => Assert.Equal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Key);

    [Theory]
    [InlineData(-60, false)]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(60, false)]
    public void Match_OfAClockThatDiffers_TakesOneStepEitherWay(int seconds, bool matches)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        var code = Totp.Code(Key, Totp.StepAt(now.AddSeconds(seconds)));

        Assert.Equal(matches, Totp.Match(Key, code, now, lastUsed: null) is not null);
    }

    [Fact]
    public void Match_CodeUsedBefore_IsNone()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        var code = Totp.Code(Key, Totp.StepAt(now));

        Assert.Equal(Totp.StepAt(now), Totp.Match(Key, code[..3] + " " + code[3..], now, lastUsed: Totp.StepAt(now) - 1));
        Assert.Null(Totp.Match(Key, code, now, lastUsed: Totp.StepAt(now)));
        Assert.Null(Totp.Match(Key, "", now, lastUsed: null));
    }
}
