using System.Globalization;
using System.Runtime.CompilerServices;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Clients;

/// <summary>A control that answers without a model: what a suite gives it for free is shown beside what models earn.</summary>
public sealed class NullRunner : IModelClient
{
    private readonly Func<GenerateRequest, string> _answer;
    private readonly Func<LikelihoodRequest, LikelihoodAnswer> _likelihood;

    private NullRunner(string model, Func<GenerateRequest, string> answer, Func<LikelihoodRequest, LikelihoodAnswer>? likelihood = null)
    {
        Facts = new ModelFacts(model);
        _answer = answer;
        _likelihood = likelihood ?? (_ => new LikelihoodAnswer([], new Phrase("Inference.LikelihoodWithoutModel", model)));
    }

    public ModelFacts Facts { get; }

    /// <param name="model"><c>null:empty</c>, <c>null:echo</c>, <c>null:random</c> or <c>null:refuse</c>.</param>
    /// <exception cref="ModelUnavailableException">No such control.</exception>
    public static NullRunner For(string model) => model switch
    {
        "null:empty" => new NullRunner(model, static _ => ""),
        "null:echo" => new NullRunner(model, Question),
        "null:random" => new NullRunner(model, static request => RandomAnswer.To(Question(request), request.Settings.Seed), RandomAnswer.Likelihood),
        "null:refuse" => new NullRunner(model, Refusal),
        _ => throw new ModelUnavailableException(new Phrase("Inference.NullRunnerUnknown", model)),
    };

    public async IAsyncEnumerable<GenerateUpdate> GenerateAsync(GenerateRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var text = _answer(request);
        if (text.Length > 0)
        {
            yield return new GenerateUpdate(text);
        }

        await Task.Yield();
        yield return new GenerateUpdate("", new ModelOutput(text, StopReason.Stop, new ModelUsage(0, 0, 0), TimeSpan.Zero));
    }

    public Task<LikelihoodAnswer> LikelihoodAsync(LikelihoodRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(_likelihood(request));
    }

    private static string Question(GenerateRequest request) => request.Messages.LastOrDefault(static message => message.Role == "user")?.Content ?? "";

    private static string Refusal(GenerateRequest request) =>
        new Phrase("Inference.NullRefusal").In(CultureInfo.GetCultureInfo(IsChinese(Question(request)) ? "zh-Hans" : "en"));

    // Kana tells Japanese from Chinese; one of the two languages must be chosen, and English is the other.
    private static bool IsChinese(string text) => text.Any(static c => c is >= '\u4e00' and <= '\u9fff') && !text.Any(static c => c is >= '\u3040' and <= '\u30ff');
}
