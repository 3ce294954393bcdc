using System.Collections.Immutable;
using System.Text;
using Workbench.Core.Inference;
using Workbench.Core.Language;

namespace Workbench.Cli;

/// <summary>One model at the table, with what it and the person have said.</summary>
internal sealed class ChatSeat(string name, IModelClient client)
{
    public string Name { get; } = name;

    public IModelClient Client { get; } = client;

    public List<ChatMessage> Turns { get; } = [];
}

/// <summary>What one model answered.</summary>
/// <param name="Output">Null where it was stopped or failed.</param>
/// <param name="Problem">Why it failed.</param>
internal sealed record ChatReply(string Name, string Text, ModelOutput? Output, Phrase? Problem);

/// <summary>A conversation with several models at once: each goes on with its own answers.</summary>
internal sealed class ChatSession(ImmutableArray<ChatSeat> seats, GenerateSettings settings, string? system, string? template)
{
    public ImmutableArray<ChatSeat> Seats { get; } = seats;

    public string? System { get; set; } = system;

    /// <summary>Null draws anew each time.</summary>
    public long? Seed { get; set; } = settings.Seed;

    public void Reset()
    {
        foreach (var seat in Seats)
        {
            seat.Turns.Clear();
        }
    }

    /// <param name="heard">The seat's number and the next piece of its answer; from several threads.</param>
    public async Task<ImmutableArray<ChatReply>> AskAsync(string prompt, Action<int, string> heard, CancellationToken stop) =>
        [.. await Task.WhenAll(Seats.Select((seat, index) => AnswerAsync(seat, prompt, piece => heard(index, piece), stop)))];

    private async Task<ChatReply> AnswerAsync(ChatSeat seat, string prompt, Action<string> heard, CancellationToken stop)
    {
        var question = new ChatMessage("user", prompt);
        ImmutableArray<ChatMessage> messages = [.. System is { Length: > 0 } said ? [new ChatMessage("system", said)] : Array.Empty<ChatMessage>(), .. seat.Turns, question];
        var text = new StringBuilder();
        ModelOutput? output = null;
        try
        {
            await foreach (var update in seat.Client.GenerateAsync(new GenerateRequest(messages, settings with { Seed = Seed }, Interactive: true, Template: template), stop))
            {
                text.Append(update.Text);
                heard(update.Text);
                output = update.Final ?? output;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What it had said by then stays part of the conversation.
        }
        catch (ModelUnavailableException exception)
        {
            return new ChatReply(seat.Name, text.ToString(), null, exception.Reason);
        }

        seat.Turns.Add(question);
        seat.Turns.Add(new ChatMessage("assistant", text.ToString()));
        return new ChatReply(seat.Name, text.ToString(), output, null);
    }
}
