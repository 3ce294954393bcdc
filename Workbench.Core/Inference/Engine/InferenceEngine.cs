using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Engine;

/// <summary>One loaded model with its scheduler: everything a host offers, without HTTP. The only type of this folder that others use.</summary>
internal sealed class InferenceEngine : IDisposable
{
    /// <summary>Requests waiting beyond this are turned away.</summary>
    public const int MostWaiting = 512;

    private const int MostBreakers = 16;
    private const int MostAutomata = 16;

    private readonly ConcurrentDictionary<string, DryBreakers> _breakers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (GrammarAutomaton Automaton, TokenTexts Texts)> _automata = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TokenTexts> _texts = new(StringComparer.Ordinal);
    private readonly EngineModel _model;
    private readonly DecodeContext _context;
    private readonly BatchScheduler _scheduler;
    private readonly TextEmbedder _embedder;
    private readonly Task<string> _sha256;

    private InferenceEngine(EngineSpec spec, EngineModel model)
    {
        Spec = spec;
        _model = model;
        Trained = int.TryParse(model.Metadata($"{model.Metadata("general.architecture")}.context_length"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var trained) && trained > 0 ? trained : EngineSpec.DefaultContext;
        Context = spec.Tokens(Trained);
        _context = new DecodeContext(model, spec, Context, SeatRule.SequenceIds(spec));
        _embedder = new TextEmbedder(model, spec, Context);
        _scheduler = new BatchScheduler(model, _context, spec);
        Templates = new EngineTemplates(EngineTemplate.Compile(model.Metadata("tokenizer.chat_template"), Path.GetFileName(spec.File)));
        _sha256 = Task.Run(() => HashAsync(spec.File));
    }

    public EngineSpec Spec { get; }

    /// <summary>Most tokens of one conversation.</summary>
    public int Context { get; }

    /// <summary>Context the model was trained for.</summary>
    public int Trained { get; }

    public int Cells => _context.Cells;

    public Vocabulary Vocabulary => _model.Vocabulary;

    public EngineModel Model => _model;

    public SchedulerMeter Meter => _scheduler.Meter;

    /// <summary>Threads of the last decode.</summary>
    public int Threads => _scheduler.Threads;

    public Task<string> Sha256 => _sha256;

    public EngineTemplates Templates { get; }

    /// <summary>What conversations are written with unless a request brings another.</summary>
    public EngineTemplate Template => Templates.Own;

    /// <exception cref="ModelUnavailableException">The file, the device or the libraries can't be used.</exception>
    public static InferenceEngine Load(EngineSpec spec, Action<float> progress)
    {
        var model = EngineModel.Load(spec, progress);
        try
        {
            return new InferenceEngine(spec, model);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <exception cref="InputException">The template is not understood, or it refuses the conversation.</exception>
    public ChatPrompt Render(ImmutableArray<ChatMessage> messages) => Render(new PromptSpec(messages));

    /// <exception cref="InputException">No such template, it is not understood, or it refuses the conversation.</exception>
    public ChatPrompt Render(PromptSpec spec) => ChatPrompt.Render(Templates.Find(spec.Template), spec, Vocabulary, TimeProvider.System.GetLocalNow());

    public List<int> Tokens(ChatPrompt prompt) => PromptTokens.OfPieces(Vocabulary, prompt.Pieces);

    /// <exception cref="InputException">The prompt leaves no room for an answer, or the schema can't be followed.</exception>
    public ImmutableArray<GenerationJob> Generate(IReadOnlyList<int> prompt, GenerationSpec spec, int count, bool interactive, CancellationToken cancellation)
    {
        if (prompt.Count == 0)
        {
            throw new InputException(new InputProblem(new Phrase("Inference.EmptyPrompt"), Field: "prompt"));
        }

        if (prompt.Count >= Context)
        {
            throw new InputException(new InputProblem(new Phrase("Inference.PromptTooLong", Number(prompt.Count), Number(Context)), Field: "messages"));
        }

        if (spec.Sampling.LogitBias.Keys.Where(token => (uint)token >= (uint)Vocabulary.Count).ToList() is { Count: > 0 } unknown)
        {
            throw new InputException([.. unknown.Select(token => new InputProblem(new Phrase("Inference.NoSuchToken", Number(token), Number(Vocabulary.Count)), Field: "logit_bias"))]);
        }

        var breakers = spec.Sampling.More.DryMultiplier > 0 ? Breakers(spec.Sampling.DryBreakers) : null;
        var automaton = spec.Sampling.Grammar is { } text ? Automaton(text, spec.Sampling.GrammarField, spec.Shown) : ((GrammarAutomaton, TokenTexts)?)null;
        var jobs = ImmutableArray.CreateBuilder<GenerationJob>(count);
        for (var i = 0; i < count; i++)
        {
            var sampling = spec.Sampling with { Seed = spec.Sampling.Seed + (ulong)i };
            var grammar = automaton is { } follow ? new Grammar(follow.Item1, follow.Item2) : null;
            jobs.Add(new GenerationJob(prompt, spec with { Sampling = sampling }, Vocabulary, grammar, breakers, Context, interactive, cancellation));
        }

        _scheduler.Submit(jobs);
        return jobs.MoveToImmutable();
    }

    /// <param name="prompt">Tokens of the prompt alone.</param>
    /// <param name="whole">For each continuation, the tokens of prompt and continuation together.</param>
    public async Task<ImmutableArray<(double Logprob, int Tokens, bool IsGreedy)>> LikelihoodAsync(List<int> prompt, IReadOnlyList<List<int>> whole, CancellationToken cancellation)
    {
        var jobs = new List<LikelihoodJob>();
        foreach (var tokens in whole)
        {
            var common = 0;
            while (common < prompt.Count && common < tokens.Count && prompt[common] == tokens[common])
            {
                common++;
            }

            if (common == 0)
            {
                throw new InputException(new InputProblem(new Phrase("Inference.EmptyPrompt"), Field: "prompt"));
            }

            // A continuation that vanishes into the prompt's last token is judged by that token.
            common = Math.Min(common, tokens.Count - 1);
            if (tokens.Count > Context || common == 0)
            {
                throw new InputException(new InputProblem(new Phrase("Inference.PromptTooLong", Number(tokens.Count), Number(Context)), Field: "continuations"));
            }

            jobs.Add(new LikelihoodJob(tokens, common, cancellation));
        }

        _scheduler.Submit(jobs);
        var results = await Task.WhenAll(jobs.Select(job => job.Result)).ConfigureAwait(false);
        return [.. results.Zip(jobs, (result, job) => (result.Logprob, job.PromptLength - 1 - job.OutputFrom, result.IsGreedy))];
    }

    /// <summary>One vector of unit length per text, in order: the mean over its tokens. Bounded in texts and their length; running answers go on.</summary>
    /// <exception cref="InputException">No text, too many, or texts that are empty or too long.</exception>
    public Task<ImmutableArray<TextEmbedding>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellation) => _embedder.EmbedAsync(texts, cancellation);

    /// <summary>Changes the threads from the next decode on: threads of all models together should not exceed the cores.</summary>
    public void SetThreads(int threads) => _scheduler.SetThreads(threads);

    public void Dispose()
    {
        _scheduler.Dispose();
        _embedder.Dispose();
        _context.Dispose();
        _model.Dispose();
    }

    // Making them goes through the whole vocabulary; the usual ones come with nearly every request that has any.
    private DryBreakers Breakers(ImmutableArray<string> texts)
    {
        var key = string.Join('\0', texts);
        if (_breakers.TryGetValue(key, out var known))
        {
            return known;
        }

        Bound(_breakers, MostBreakers);
        return _breakers.GetOrAdd(key, DryBreakers.Of(Vocabulary, texts));
    }

    private (GrammarAutomaton, TokenTexts) Automaton(string text, string field, ImmutableArray<int> shown)
    {
        var names = shown.IsDefault ? "" : string.Join(',', shown.Order());
        var key = $"{names}\n{text}";
        if (_automata.TryGetValue(key, out var known))
        {
            return known;
        }

        try
        {
            var rules = GbnfParser.Parse(text);
            Bound(_texts, MostAutomata);
            var texts = _texts.GetOrAdd(names, _ => new TokenTexts(Vocabulary, shown.IsDefault ? [] : shown));
            Bound(_automata, MostAutomata);
            return _automata.GetOrAdd(key, (new GrammarAutomaton(rules, texts), texts));
        }
        catch (GrammarFailure failure)
        {
            throw failure.ToInput(field);
        }
    }

    private static void Bound<T>(ConcurrentDictionary<string, T> kept, int most)
    {
        if (kept.Count >= most)
        {
            kept.Clear();
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static async Task<string> HashAsync(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream).ConfigureAwait(false));
    }
}
