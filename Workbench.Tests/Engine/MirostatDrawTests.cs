using Workbench.Core.Inference.Engine;

namespace Workbench.Tests.Engine;

/// <summary>What is not put in order makes no draw another: held against the formula as it is written, over everything.</summary>
public sealed class MirostatDrawTests
{
    private const double Eta = 0.1;

    [Theory]
    [InlineData(1, 3.0)]
    [InlineData(2, 5.0)]
    [InlineData(2, 0.01)]
    [InlineData(2, 30.0)]
    public void Cut_OfAWholeVocabulary_DrawsWhatThePlainFormulaDraws(int version, double tau)
    {
        var random = new Random(7);
        var state = new MirostatState(version, tau, Eta, 4096);
        var (set, plain) = (new CandidateSet(), new CandidateSet());
        var (ours, theirs) = (new RandomStream(11), new RandomStream(11));
        var most = 2 * tau;
        for (var round = 0; round < 200; round++)
        {
            var logits = Logits(random, round);
            set.Fill(logits);
            state.Cut(set);
            plain.Fill(logits);
            PlainCut(plain, version, most);
            Assert.Equal(plain.Items.ToArray().Select(item => (item.Token, item.Logit)), set.Items.ToArray().Select(item => (item.Token, item.Logit)));

            var (token, probability) = Pick(set, ours);
            Assert.Equal(Pick(plain, theirs), (token, probability));
            state.Drawn(probability);
            most -= Eta * (-Math.Log2(probability) - tau);
        }
    }

    /// <summary>Equal logits, impossible ones, one that is nearly certain, and a usual spread, by turns.</summary>
    private static float[] Logits(Random random, int round) => [.. Enumerable.Range(0, 4096).Select(token => (round % 4) switch
    {
        0 => token % 7,
        1 => token == 99 ? 60 : (float)random.NextDouble(),
        2 => token % 3 == 0 ? float.NegativeInfinity : (float)(random.NextDouble() * 12),
        _ => (float)(3 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())),
    })];

    private static void PlainCut(CandidateSet set, int version, double most)
    {
        set.DropImpossible();
        set.Softmax();
        set.SortAll();
        var items = set.Items;
        var kept = 1;
        if (version == 2)
        {
            while (kept < items.Length && -Math.Log2(items[kept].Probability) <= most)
            {
                kept++;
            }
        }
        else
        {
            double products = 0;
            double squares = 0;
            for (var i = 0; i < Math.Min(100, items.Length) - 1; i++)
            {
                var rank = Math.Log((i + 2.0) / (i + 1.0));
                products += rank * Math.Log(items[i].Probability / items[i + 1].Probability);
                squares += rank * rank;
            }

            var exponent = products / squares;
            var count = Math.Pow((exponent - 1) * Math.Pow(2, most) / (1 - Math.Pow(4096, 1 - exponent)), 1 / exponent);
            kept = double.IsFinite(count) ? (int)Math.Clamp(count, 1, items.Length) : items.Length;
        }

        set.KeepFirst(kept);
    }

    private static (int Token, double Probability) Pick(CandidateSet set, RandomStream random)
    {
        set.Softmax();
        var left = random.Next();
        foreach (ref readonly var item in set.Items)
        {
            left -= item.Probability;
            if (left < 0)
            {
                return (item.Token, item.Probability);
            }
        }

        var last = set.Items[set.Best()];
        return (last.Token, last.Probability);
    }
}
