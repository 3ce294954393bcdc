using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using System.Threading.Channels;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Engine;

/// <summary>What is wanted of an answer.</summary>
/// <param name="TopLogprobs">Null for no log-probabilities; 0 for those of the tokens drawn only.</param>
/// <param name="IgnoreEnd">Goes on after the model's end token, so that measurements have one length.</param>
internal sealed record GenerationSpec(int MaxTokens, SamplingSpec Sampling, ImmutableArray<string> Stops, int? TopLogprobs = null, bool IgnoreEnd = false)
{
    /// <summary>Control tokens whose names are part of the answer's text, for example those that open a tool call; others give none.</summary>
    public ImmutableArray<int> Shown { get; init; } = [];
}

/// <summary>A token of an answer with its chance and the likeliest ones at its place.</summary>
/// <param name="Logprob">Natural logarithm of its probability before samplers and grammar changed anything.</param>
/// <param name="Sampled">The same after them: of the probability it was drawn with.</param>
internal sealed record AnswerToken(int Token, double Logprob, double Sampled, ImmutableArray<TokenChance> Top);

/// <summary>A piece of an answer; the last one carries why it ended.</summary>
internal sealed record AnswerPiece(string Text, ImmutableArray<AnswerToken> Tokens, StopReason? End = null);

/// <summary>An answer being written, token by token.</summary>
internal sealed class GenerationJob : SequenceJob
{
    private readonly GenerationSpec _spec;
    private readonly Vocabulary _vocabulary;
    private readonly TokenSampler _sampler;
    private readonly AnswerText _text;
    private readonly int _limit;
    private readonly LogProbabilities _probabilities = new();
    private readonly List<AnswerToken> _heldTokens = [];
    private readonly Channel<AnswerPiece> _pieces = Channel.CreateUnbounded<AnswerPiece>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    public GenerationJob(IReadOnlyList<int> prompt, GenerationSpec spec, Vocabulary vocabulary, Grammar? grammar, DryBreakers? breakers, int context, bool interactive, CancellationToken cancellation)
        : base(prompt, interactive, cancellation)
    {
        _spec = spec;
        _vocabulary = vocabulary;
        _sampler = new TokenSampler(spec.Sampling, grammar, breakers);
        _text = new AnswerText(spec.Stops);
        _limit = Math.Min(spec.MaxTokens, context - prompt.Count);
    }

    public ChannelReader<AnswerPiece> Pieces => _pieces.Reader;

    public int Generated { get; private set; }

    /// <summary><see cref="Stopwatch"/> ticks at which the request came, its first token and its last one.</summary>
    public long Started { get; } = Stopwatch.GetTimestamp();

    public long FirstToken { get; private set; }

    public long LastToken { get; private set; }

    public override int Target => Tokens.Count;

    public override int OutputFrom => Tokens.Count - 1;

    public override bool Take(int position, ReadOnlySpan<float> logits)
    {
        int token;
        try
        {
            token = _sampler.Draw(logits, Tokens);
        }
        catch (InvalidDataException)
        {
            Failed(new ModelUnavailableException(new Phrase("Inference.NotNumbers")));
            return true;
        }
        catch (GrammarFailure failure)
        {
            Failed(failure.ToInput(_spec.Sampling.GrammarField));
            return true;
        }

        LastToken = Stopwatch.GetTimestamp();
        FirstToken = FirstToken == 0 ? LastToken : FirstToken;
        if (token < 0 || (!_spec.IgnoreEnd && _vocabulary.IsEnd(token)))
        {
            return End(StopReason.Stop);
        }

        Generated++;
        Tokens.Add(token);
        if (_spec.TopLogprobs is { } top)
        {
            var normaliser = _probabilities.Normaliser(logits);
            _heldTokens.Add(new AnswerToken(token, logits[token] - normaliser, _sampler.Logprob, top == 0 ? [] : LogProbabilities.Top(logits, normaliser, top)));
        }

        var text = _text.Append(_spec.Shown.Contains(token) ? Encoding.UTF8.GetBytes(_vocabulary.Text(token)) : _vocabulary.Piece(token));
        if (_text.Stopped)
        {
            return End(StopReason.Stop, text);
        }

        if (Generated >= _limit)
        {
            return End(StopReason.Length, text);
        }

        if (text.Length > 0)
        {
            _pieces.Writer.TryWrite(new AnswerPiece(text, TakeHeld()));
        }

        return false;
    }

    public override void Cancelled() => End(StopReason.Cancelled);

    public override void OutOfRoom() => End(StopReason.Length);

    public override void Failed(Exception reason) => _pieces.Writer.TryComplete(reason);

    private bool End(StopReason reason, string text = "")
    {
        _pieces.Writer.TryWrite(new AnswerPiece(text + _text.Finish(), TakeHeld(), reason));
        _pieces.Writer.TryComplete();
        return true;
    }

    private ImmutableArray<AnswerToken> TakeHeld()
    {
        ImmutableArray<AnswerToken> held = [.. _heldTokens];
        _heldTokens.Clear();
        return held;
    }
}
