using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Spectre.Console;
using Spectre.Console.Cli;
using Workbench.Core.Inference;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>chat</c>: a conversation with one model or several, side by side in the terminal.</summary>
public sealed class ChatCommand : AsyncCommand<ChatCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "<MODELS>")]
        [Description("GGUF paths, catalogued names, endpoints, or null:empty|echo|random|refuse.")]
        public string[] Models { get; init; } = [];

        [CommandOption("--system <TEXT>")]
        [Description("Put before the conversation.")]
        public string? System { get; init; }

        [CommandOption("--template <NAME>")]
        [Description("A named chat template, in place of the model's own.")]
        public string? Template { get; init; }

        [CommandOption("--max-tokens <N>")]
        [Description("Most tokens of an answer (512).")]
        public int MaxTokens { get; init; } = 512;

        [CommandOption("--temperature <T>")]
        [Description("0 takes the likeliest token each time (0.7).")]
        public double Temperature { get; init; } = 0.7;

        [CommandOption("--top-p <P>")]
        [Description("Nucleus share (1 keeps all).")]
        public double TopP { get; init; } = 1;

        [CommandOption("--top-k <K>")]
        [Description("Most candidates considered (0 keeps all).")]
        public int TopK { get; init; }

        [CommandOption("--min-p <P>")]
        [Description("Least probability relative to the likeliest (0 keeps all).")]
        public double MinP { get; init; }

        [CommandOption("--typical-p <P>")]
        [Description("Locally typical share (1 keeps all).")]
        public double TypicalP { get; init; } = 1;

        [CommandOption("--repeat-penalty <X>")]
        [Description("Penalty on tokens of the last 64 (1 is none).")]
        public double RepeatPenalty { get; init; } = 1;

        [CommandOption("--dry <X>")]
        [Description("Strength of the penalty on repeated sequences (0 is none).")]
        public double Dry { get; init; }

        [CommandOption("--seed <N>")]
        [Description("The same seed gives the same answers; without it every answer is new.")]
        public long? Seed { get; init; }

        [CommandOption("--stop <TEXT>")]
        [Description("Ends an answer and is not part of it; may be repeated.")]
        public string[] Stop { get; init; } = [];
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        ChatOptions.Check(settings);
        using var interrupt = new ChatInterrupt();
        using var control = PosixSignalRegistration.Create(PosixSignal.SIGINT, interrupt.OnSignal);
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        ModelAccess.RequireKnown(services, settings.Models);
        if (!Console.IsErrorRedirected)
        {
            await Console.Error.WriteLineAsync(CommandOutput.Say("ChatLoading", string.Join(", ", settings.Models.Select(TerminalText.Line))));
        }

        var leases = new List<ModelLease>();
        try
        {
            var seats = await Task.WhenAll(CandidateNames.Of(settings.Models).Select(async candidate =>
            {
                var lease = await services.GetRequiredService<IModelPool>().AcquireAsync(candidate, exact: false, interrupt.Ended);
                lock (leases)
                {
                    leases.Add(lease);
                }

                return new ChatSeat(candidate.Name, lease.Client);
            }));
            var session = new ChatSession([.. seats], ChatOptions.Generation(settings), settings.System, settings.Template);
            return await TalkAsync(session, settings, interrupt);
        }
        finally
        {
            leases.ForEach(lease => lease.Dispose());
        }
    }

    private static async Task<int> TalkAsync(ChatSession session, Settings settings, ChatInterrupt interrupt)
    {
        var piped = Console.IsInputRedirected;
        using var lines = piped ? new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false)) : null;
        var display = settings.Json ? null : new ChatDisplay(AnsiConsole.Console, !Console.IsOutputRedirected && !piped);
        display?.Say(piped ? null : CommandOutput.Say("ChatWelcome", string.Join(", ", session.Seats.Select(seat => seat.Name))));
        var failed = false;
        while (!interrupt.Ended.IsCancellationRequested && await ReadAsync(lines, interrupt) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            if (ChatOrder.Read(line) is { } order)
            {
                if (!order.Apply(session, out var said))
                {
                    break;
                }

                display?.Say(said);
                continue;
            }

            using var answering = interrupt.Answering();
            var prompt = line.StartsWith("//", StringComparison.Ordinal) ? line[1..] : line;
            var replies = display is null ? await session.AskAsync(prompt, static (_, _) => { }, answering.Token) : await display.AskAsync(session, prompt, answering.Token);
            failed |= replies.Any(reply => reply.Problem is not null);
            if (settings.Json)
            {
                Console.Out.WriteLine(ChatReplyJson.Write(prompt, replies).ToJsonString(CommandJson.Options));
            }
        }

        return interrupt.Ended.IsCancellationRequested ? ExitCode.Interrupted : failed && piped ? ExitCode.ModelUnavailable : ExitCode.Done;
    }

    // The console's own reading can't be called off: it is left behind when the program ends.
    private static async Task<string?> ReadAsync(StreamReader? lines, ChatInterrupt interrupt)
    {
        if (lines is null)
        {
            Console.Out.Write("> ");
        }

        var reading = Task.Factory.StartNew(() => lines is null ? Console.In.ReadLine() : lines.ReadLine(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return await reading.WaitAsync(interrupt.Ended);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
