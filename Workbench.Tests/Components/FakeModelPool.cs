using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Workbench.Core.Inference;
using Workbench.Core.Language;

namespace Workbench.Tests.Components;

/// <summary>Models that say what the test tells them to, word by word.</summary>
internal sealed class FakeModelPool : IModelPool
{
    // Asked for by the test and by the answers' own tasks at once.
    private readonly ConcurrentDictionary<string, FakeModel> _models = new();

    public FakeModel this[string name] => _models.GetOrAdd(name, static added => new FakeModel(added));

    public Task<ModelLease> AcquireAsync(string model, CancellationToken cancellation) =>
        model == "gone"
            ? throw new ModelUnavailableException(new Phrase("gone is not here"))
            : Task.FromResult(new ModelLease(this[model], () => this[model].Leases--));
}

internal sealed class FakeModel(string name) : IModelClient
{
    private readonly Channel<GenerateUpdate?> _words = Channel.CreateUnbounded<GenerateUpdate?>();
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ModelFacts Facts { get; } = new(name, Quantisation: "F16", Device: "CPU");

    public ConcurrentQueue<GenerateRequest> Requests { get; } = [];

    /// <summary>Done once the first request is there.</summary>
    public Task Asked => _asked.Task;

    public int Leases { get; set; }

    public void Say(string words) => _words.Writer.TryWrite(new GenerateUpdate(words));

    /// <summary>One token with what could have stood in its place, each with its probability.</summary>
    public void Say(string token, double probability, params (string Text, double Probability)[] others) => _words.Writer.TryWrite(new GenerateUpdate(
        token,
        null,
        [new TokenLogprob(token, Math.Log(probability), [.. others.Append((token, probability)).OrderByDescending(choice => choice.Item2).Select(choice => new TokenChoice(choice.Item1, Math.Log(choice.Item2)))])]));

    public void End() => _words.Writer.TryWrite(null);

    public async IAsyncEnumerable<GenerateUpdate> GenerateAsync(GenerateRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Requests.Enqueue(request);
        _asked.TrySetResult();
        var text = "";
        while (await _words.Reader.ReadAsync(cancellation) is { } words)
        {
            text += words.Text;
            yield return words;
        }

        yield return new GenerateUpdate("", new ModelOutput(text, StopReason.Stop, new ModelUsage(12, 0, 5), TimeSpan.FromSeconds(1.1), TimeSpan.FromMilliseconds(100), $"<user>{request.Messages[^1].Content}"));
    }

    public Task<LikelihoodAnswer> LikelihoodAsync(LikelihoodRequest request, CancellationToken cancellation) => throw new NotSupportedException();
}
