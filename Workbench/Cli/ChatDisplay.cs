using System.Collections.Immutable;
using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Workbench.Cli;

/// <summary>Answers on a terminal: in columns where there is room for them, else one after another.</summary>
/// <param name="live">Answers are shown while they are written.</param>
internal sealed class ChatDisplay(IAnsiConsole console, bool live)
{
    private const int NarrowestColumn = 28;

    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(100);

    public void Say(string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            console.Write(new Text(text + "\n", new Style(decoration: Decoration.Dim)));
        }
    }

    public Task<ImmutableArray<ChatReply>> AskAsync(ChatSession session, string prompt, CancellationToken stop) =>
        live && session.Seats.Length > 1 && console.Profile.Width / session.Seats.Length >= NarrowestColumn ? SideBySideAsync(session, prompt, stop) : InTurnAsync(session, prompt, stop);

    private async Task<ImmutableArray<ChatReply>> SideBySideAsync(ChatSession session, string prompt, CancellationToken stop)
    {
        var texts = session.Seats.Select(_ => new StringBuilder()).ToArray();
        var asking = session.AskAsync(prompt, (index, piece) => Add(texts[index], piece), stop);

        // Only the end of a long answer fits while it is written; the whole is left behind when it is done.
        await console.Live(Columns(session, texts)).AutoClear(true).Overflow(VerticalOverflow.Crop).Cropping(VerticalOverflowCropping.Top).StartAsync(async frame =>
        {
            while (!asking.IsCompleted)
            {
                await Task.WhenAny(asking, Task.Delay(Frame, CancellationToken.None));
                frame.UpdateTarget(Columns(session, texts));
            }
        });
        var replies = await asking;
        var table = Head(session);
        table.AddRow(replies.Select(IRenderable (reply) => new Text(TerminalText.Lines(reply.Problem is null ? reply.Text : $"{reply.Text}\n! {reply.Problem}").TrimEnd())));
        table.AddRow(replies.Select(IRenderable (reply) => new Text(Facts(reply), new Style(decoration: Decoration.Dim))));
        console.Write(table);
        return replies;
    }

    private async Task<ImmutableArray<ChatReply>> InTurnAsync(ChatSession session, string prompt, CancellationToken stop)
    {
        var texts = session.Seats.Select(_ => new StringBuilder()).ToArray();
        var asking = session.AskAsync(prompt, (index, piece) => Add(texts[index], piece), stop);
        var shown = new int[texts.Length];
        var current = 0;
        if (live)
        {
            Title(session, 0);
            while (!asking.IsCompleted)
            {
                // All write at once, the first is read along.
                await Task.WhenAny(asking, Task.Delay(Frame, CancellationToken.None));
                Rest(texts, shown, current);
            }
        }

        var replies = await asking;
        for (var index = 0; index < replies.Length; index++)
        {
            if (index > 0 || !live)
            {
                Title(session, index);
            }

            Rest(texts, shown, index);
            console.Write(new Text("\n"));
            Say(replies[index].Problem is { } problem ? TerminalText.Line($"! {problem}") : live ? Facts(replies[index]) : null);
        }

        return replies;
    }

    private void Title(ChatSession session, int index)
    {
        if (session.Seats.Length > 1)
        {
            console.Write(new Text($"── {TerminalText.Line(session.Seats[index].Name)} ──\n", new Style(decoration: Decoration.Bold)));
        }
    }

    private void Rest(StringBuilder[] texts, int[] shown, int index)
    {
        string all;
        lock (texts[index])
        {
            all = texts[index].ToString();
        }

        if (all.Length > shown[index])
        {
            // Not through the console's layout: it would break the lines of every piece anew.
            console.Profile.Out.Writer.Write(TerminalText.Lines(all[shown[index]..]));
            console.Profile.Out.Writer.Flush();
            shown[index] = all.Length;
        }
    }

    private static Table Columns(ChatSession session, StringBuilder[] texts)
    {
        var table = Head(session);
        table.AddRow(texts.Select(IRenderable (text) =>
        {
            lock (text)
            {
                return new Text(TerminalText.Lines(text.ToString()));
            }
        }));
        return table;
    }

    private static Table Head(ChatSession session)
    {
        var table = new Table { Expand = true, Border = TableBorder.Simple };
        foreach (var seat in session.Seats)
        {
            table.AddColumn(new TableColumn(new Text(TerminalText.Line(seat.Name), new Style(decoration: Decoration.Bold))) { Width = null });
        }

        return table;
    }

    private static string Facts(ChatReply reply) => reply.Output is not { } output
        ? CommandOutput.Say("ChatStopped")
        : output.TokensPerSecond is { } rate ? CommandOutput.Say("ChatFacts", output.Usage.Completion, rate) : CommandOutput.Say("ChatTokens", output.Usage.Completion);

    private static void Add(StringBuilder text, string piece)
    {
        lock (text)
        {
            text.Append(piece);
        }
    }
}
