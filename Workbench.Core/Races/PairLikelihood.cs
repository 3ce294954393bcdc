namespace Workbench.Core.Races;

/// <summary>Which likelihood a pair of strengths has; each has one parameter beside the strengths, which the plain one does not use.</summary>
internal enum PairModel
{
    /// <summary>σ(d), a tie half a win and half a loss.</summary>
    HalfTie,

    /// <summary>σ(d + e): e is what the first seat is worth, in log-odds.</summary>
    Seat,

    /// <summary>e = ln ν.</summary>
    Davidson,

    /// <summary>e = τ, above 0.</summary>
    RaoKupper,
}

/// <summary>Log-likelihood of one vote in d (difference of strengths) and e (the model's own parameter): value, slopes, and minus the second derivatives.</summary>
internal readonly record struct PairLikelihood(double Value, double SlopeD, double SlopeE, double CurveDd, double CurveDe, double CurveEe)
{
    public static PairLikelihood Of(PairModel model, PairOutcome outcome, double d, double e) => model switch
    {
        PairModel.Davidson => Davidson(outcome, d, e),
        PairModel.RaoKupper => RaoKupper(outcome, d, e),
        _ => HalfTie(outcome, d, model == PairModel.Seat ? e : 0, model == PairModel.Seat),
    };

    private static PairLikelihood HalfTie(PairOutcome outcome, double d, double seat, bool seated)
    {
        var y = outcome == PairOutcome.A ? 1 : outcome == PairOutcome.B ? 0 : 0.5;
        var (x, p) = (d + seat, Sigmoid(d + seat));
        var (slope, curve) = (y - p, p * (1 - p));
        return new PairLikelihood((y * LogSigmoid(x)) + ((1 - y) * LogSigmoid(-x)), slope, seated ? slope : 0, curve, seated ? curve : 0, seated ? curve : 0);
    }

    private static PairLikelihood Davidson(PairOutcome outcome, double d, double e)
    {
        var top = Math.Max(Math.Abs(d / 2), e);
        var (a, b, tie) = (Math.Exp((d / 2) - top), Math.Exp((-d / 2) - top), Math.Exp(e - top));
        var sum = a + b + tie;
        (a, b, tie) = (a / sum, b / sum, tie / sum);
        var (x, t) = outcome switch
        {
            PairOutcome.A => (0.5, 0.0),
            PairOutcome.B => (-0.5, 0.0),
            _ => (0.0, 1.0),
        };
        var mean = (a - b) / 2;
        return new PairLikelihood((x * d) + (t * e) - top - Math.Log(sum), x - mean, t - tie, ((a + b) / 4) - (mean * mean), -mean * tie, tie * (1 - tie));
    }

    private static PairLikelihood RaoKupper(PairOutcome outcome, double d, double e)
    {
        if (e <= 0)
        {
            return new PairLikelihood(double.NegativeInfinity, 0, 0, 0, 0, 0);
        }

        var (a, b) = (Sigmoid(d - e), Sigmoid(-d - e));
        var (curveA, curveB) = (a * (1 - a), b * (1 - b));
        var first = new PairLikelihood(LogSigmoid(d - e), 1 - a, a - 1, curveA, -curveA, curveA);
        var second = new PairLikelihood(LogSigmoid(-d - e), b - 1, b - 1, curveB, curveB, curveB);
        if (outcome is PairOutcome.A or PairOutcome.B)
        {
            return outcome == PairOutcome.A ? first : second;
        }

        // P(tie) = (e^{2τ} − 1) P(A) P(B).
        var shrink = Math.Exp(-2 * e);
        var rest = -double.ExpM1(-2 * e);
        return new PairLikelihood(
            first.Value + second.Value + (2 * e) + Math.Log(rest),
            first.SlopeD + second.SlopeD,
            first.SlopeE + second.SlopeE + (2 / rest),
            curveA + curveB,
            curveB - curveA,
            curveA + curveB + (4 * shrink / (rest * rest)));
    }

    private static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : 1 - (1 / (1 + Math.Exp(x)));

    private static double LogSigmoid(double x) => x >= 0 ? -double.LogP1(Math.Exp(-x)) : x - double.LogP1(Math.Exp(x));
}
