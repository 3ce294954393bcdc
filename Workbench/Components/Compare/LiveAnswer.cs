using System.Collections.Immutable;
using Workbench.Core.Comparisons;
using Workbench.Core.Inference;
using Workbench.Core.Language;

namespace Workbench.Components.Compare;

public enum AnswerPhase
{
    /// <summary>The model is being loaded, or its turn has not come.</summary>
    Waiting,
    Writing,
    Done,
    Failed,
}

/// <summary>What is asked of one candidate.</summary>
/// <param name="Parent">The answer to the question before; null for the first question.</param>
/// <param name="Settings">With the seed of this answer.</param>
/// <param name="Logprobs">The log-probabilities of its tokens and the likeliest alternatives are wanted.</param>
/// <param name="Branch">Continues another answer from a token on.</param>
/// <param name="Kept">Tokens of the text it continues, the chosen one last.</param>
public sealed record AnswerTask(
    Candidate Candidate,
    int Column,
    ComparisonTurn Turn,
    LiveAnswer? Parent,
    GenerateSettings Settings,
    bool Logprobs = true,
    TokenBranch? Branch = null,
    ImmutableArray<TokenLogprob> Kept = default);

/// <summary>One answer as it arrives. Written by its own task, read by the page at its own pace.</summary>
public sealed class LiveAnswer : IDisposable
{
    private const int Alternatives = 6;

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly AnswerText _text = new();

    public LiveAnswer(int id, AnswerTask task, DateTimeOffset at)
    {
        (Id, Task, At) = (id, task, at);
        if (task.Branch is { } branch)
        {
            _text.Add(branch.Prefill, task.Kept);
        }
    }

    /// <summary>An answer that was kept.</summary>
    public LiveAnswer(ComparisonAnswer kept, AnswerTask task)
        : this(kept.Id, task with { Branch = null }, kept.At)
    {
        Task = task;
        _text.Add(kept.Text, kept.Tokens, isEnd: true);
        (Facts, Output, Problem, IsStopped) = (kept.Facts, kept.Output, kept.Problem, kept.Stopped);
        Phase = kept.Problem is null ? AnswerPhase.Done : AnswerPhase.Failed;
    }

    public int Id { get; }

    public AnswerTask Task { get; }

    public DateTimeOffset At { get; }

    public int Column => Task.Column;

    public LiveAnswer? Parent => Task.Parent;

    public AnswerPhase Phase { get; private set; }

    /// <summary>What answered; null until the model is there.</summary>
    public ModelFacts? Facts { get; private set; }

    public ModelOutput? Output { get; private set; }

    public Phrase? Problem { get; private set; }

    /// <summary>Stopped by the person before or while it was written.</summary>
    public bool IsStopped { get; private set; }

    public bool IsRunning => Phase is AnswerPhase.Waiting or AnswerPhase.Writing;

    /// <summary>Whole stretches and the open one, in order.</summary>
    public ImmutableList<AnswerStretch> Stretches => Locked(text => text.Stretches);

    public string Text => Locked(text => text.Text);

    public ImmutableArray<TokenLogprob> Tokens => Locked(text => text.Tokens);

    public bool HasTokens => Locked(text => text.HasTokens);

    /// <summary>The conversation up to this answer's question. Exchanges that failed are left out: the model never saw them.</summary>
    public ImmutableArray<ChatMessage> Messages
    {
        get
        {
            List<ChatMessage> messages = [new("user", Task.Turn.Question)];
            for (var answer = Parent; answer is not null; answer = answer.Parent)
            {
                if (answer.Phase != AnswerPhase.Failed)
                {
                    messages.Add(new ChatMessage("assistant", answer.Text));
                    messages.Add(new ChatMessage("user", answer.Task.Turn.Question));
                }
            }

            if (Task.Candidate.SystemPrompt is { } system)
            {
                messages.Add(new ChatMessage("system", system));
            }

            messages.Reverse();
            return [.. messages];
        }
    }

    public async Task RunAsync(IModelPool pool)
    {
        try
        {
            _stop.Token.ThrowIfCancellationRequested();
            using var lease = await pool.AcquireAsync(Task.Candidate, exact: false, _stop.Token);
            Facts = lease.Client.Facts;
            Phase = AnswerPhase.Writing;
            var request = new GenerateRequest(Messages, Task.Settings, Task.Logprobs, Interactive: true, Task.Logprobs ? Alternatives : 0, Task.Branch?.Prefill, Task.Candidate.Template);
            await foreach (var update in lease.Client.GenerateAsync(request, _stop.Token))
            {
                Change(text => text.Add(update.Text, update.Logprobs));
                Output = update.Final ?? Output;
            }

            Change(text => text.End(Output?.Logprobs ?? []));
            Phase = AnswerPhase.Done;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            IsStopped = true;
            Change(text => text.End([]));
            Phase = AnswerPhase.Done;
        }
        catch (ModelUnavailableException unavailable)
        {
            Problem = unavailable.Reason;
            Phase = AnswerPhase.Failed;
        }
        catch (InputException wrong)
        {
            Problem = wrong.Problems[0].Message;
            Phase = AnswerPhase.Failed;
        }
    }

    public void Stop() => _stop.Cancel();

    public void Dispose() => _stop.Dispose();

    public ComparisonAnswer Keep() => new(
        Id,
        Task.Turn.Id,
        Column,
        Parent?.Id,
        Task.Settings,
        Text,
        HasTokens ? Tokens : [],
        Output,
        IsStopped,
        Problem,
        Facts,
        Task.Branch,
        At);

    private T Locked<T>(Func<AnswerText, T> read)
    {
        lock (_lock)
        {
            return read(_text);
        }
    }

    private void Change(Action<AnswerText> change)
    {
        lock (_lock)
        {
            change(_text);
        }
    }
}
