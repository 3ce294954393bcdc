using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Workbench.Core.Inference;
using Workbench.Core.Runs;

namespace Workbench.Components.Runs;

/// <summary>What is wrong or odd about the form, each beside its field.</summary>
public sealed partial class NewRunPage
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // By endpoint; null while it is asked, and where it answers.
    private readonly ConcurrentDictionary<string, string?> _silent = new(StringComparer.Ordinal);

    private bool IsWrong => (_to is null && (_wrongLimit ?? _wrongRepeats) is not null) || Enumerable.Range(0, _drafts.Count).Any(at => NameProblem(at) is not null);

    /// <summary>Each chosen endpoint is asked once who it is, so that one that is down is told of before a run waits for it.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        var asked = _drafts.Select(static draft => draft.Model).Where(Names.Endpoints.Contains).Distinct(StringComparer.Ordinal).Where(name => _silent.TryAdd(name, null)).ToList();
        if (asked.Count > 0)
        {
            await Task.WhenAll(asked.Select(AskAsync));
            StateHasChanged();
        }
    }

    private async Task AskAsync(string endpoint)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            using var lease = await Pool.AcquireAsync(endpoint, limit.Token);
        }
        catch (ModelUnavailableException silent)
        {
            _silent[endpoint] = silent.Reason.ToString();
        }
        catch (OperationCanceledException)
        {
            _silent[endpoint] = Work["NoAnswerIn", endpoint, Patience.TotalSeconds].Value;
        }
    }

    private string? ModelProblem(Candidate candidate) =>
        _silent.GetValueOrDefault(candidate.Model) ?? _plan?.Refused.FirstOrDefault(refused => refused.Candidate == candidate.Name)?.Reason.ToString();

    private string? NameProblem(int at) => _drafts[at].Name.Trim() is { Length: > 0 } name && _drafts.FindIndex(draft => draft.Name.Trim() == name) is var first && first < at ? Work["NameTwice", first + 1].Value : null;

    /// <summary>Nothing is wrong with asking the same twice, but it is seldom meant.</summary>
    private string? Twin(int at) => _drafts.FindIndex(draft => Content(draft) == Content(_drafts[at])) is var first && first < at ? Work["SameAsRow", first + 1].Value : null;

    private static string Content(CandidateDraft draft) => new CandidateDraft(draft.Model) { System = draft.System.Trim(), Settings = draft.Settings, Adapters = draft.Adapters, Template = draft.Template }.Text;

    private void SetLimit(ChangeEventArgs change)
    {
        (var limit, _wrongLimit) = Whole(change.Value?.ToString(), int.MaxValue);
        Set(_view with { Limit = limit });
    }

    private void SetRepeats(ChangeEventArgs change)
    {
        (var repeats, _wrongRepeats) = Whole(change.Value?.ToString(), RunPlan.MostRepeats);
        Set(_view with { Repeats = repeats });
    }

    /// <returns>The number, or the text that is none from 1 to <paramref name="most"/>; neither where nothing is told.</returns>
    private static (int? Number, string? Wrong) Whole(string? text, int most) => string.IsNullOrWhiteSpace(text) ? (null, null)
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? (number, null)
        : (null, text);
}
