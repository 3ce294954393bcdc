using Workbench.Core.Language;

namespace Workbench.Core.Inference.Engine;

/// <summary>How likely the tokens from <c>first</c> on are, given those before.</summary>
internal sealed class LikelihoodJob(IReadOnlyList<int> tokens, int first, CancellationToken cancellation) : SequenceJob(tokens, interactive: false, cancellation)
{
    private readonly TaskCompletionSource<(double, bool)> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LogProbabilities _probabilities = new();
    private int _judged = first - 1;
    private double _sum;
    private bool _greedy = true;

    public Task<(double Logprob, bool IsGreedy)> Result => _result.Task;

    // The last token is judged, never read.
    public override int Target => Tokens.Count - 1;

    public override int OutputFrom => first - 1;

    public override bool WritesAnswer => false;

    public override int Reusable => OutputFrom;

    public override bool Take(int position, ReadOnlySpan<float> logits)
    {
        // One that gave way reads again what it had judged already.
        if (position < _judged)
        {
            return false;
        }

        _judged = position + 1;
        var token = Tokens[position + 1];
        _sum += logits[token] - _probabilities.Normaliser(logits);
        if (double.IsNaN(_sum))
        {
            Failed(new ModelUnavailableException(new Phrase("Inference.NotNumbers")));
            return true;
        }

        _greedy &= System.Numerics.Tensors.TensorPrimitives.IndexOfMax(logits) == token;
        if (position + 1 < Tokens.Count - 1)
        {
            return false;
        }

        _result.TrySetResult((_sum, _greedy));
        return true;
    }

    public override void Cancelled() => _result.TrySetCanceled();

    public override void OutOfRoom() => _result.TrySetException(new InvalidOperationException("no room in the cache"));

    public override void Failed(Exception reason) => _result.TrySetException(reason);
}
