using CsCheck;
using Workbench.Core.Inference.Engine;

namespace Workbench.Tests.Engine;

public sealed class TokenTrailTests
{
    [Fact]
    public void SharedWith_AnyTwoTrails_IsTheirCommonBeginning() =>
        Gen.Select(Gen.Int[0, 2].List[0, 40], Gen.Int[0, 2].List[0, 40], Gen.Int[0, 20], Gen.Int[0, 50]).Sample((left, right, same, most) =>
        {
            var (a, b) = (left.ToList(), right.ToList());
            b.InsertRange(0, a.Take(same));
            var expected = Math.Min(most, a.Zip(b).TakeWhile(pair => pair.First == pair.Second).Count());
            return new TokenTrail(a).SharedWith(new TokenTrail(b), most) == expected;
        });

    [Fact]
    public void SharedWith_ATrailThatGrew_CountsItsNewTokens()
    {
        List<int> tokens = [1, 2];
        var growing = new TokenTrail(tokens);
        var other = new TokenTrail([1, 2, 3, 4]);
        Assert.Equal(2, growing.SharedWith(other, 10));
        tokens.Add(3);
        Assert.Equal(3, growing.SharedWith(other, 10));
    }
}
