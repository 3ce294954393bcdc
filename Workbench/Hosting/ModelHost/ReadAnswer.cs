using System.Text;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Engine;

namespace Workbench.Hosting.ModelHost;

/// <summary>An answer read to its end.</summary>
internal sealed record ReadAnswer(string Text, List<AnswerToken> Tokens, StopReason? End)
{
    public static async Task<ReadAnswer> OfAsync(GenerationJob job, CancellationToken aborted)
    {
        var text = new StringBuilder();
        var tokens = new List<AnswerToken>();
        StopReason? end = null;
        await foreach (var piece in job.Pieces.ReadAllAsync(aborted))
        {
            text.Append(piece.Text);
            tokens.AddRange(piece.Tokens);
            end = piece.End ?? end;
        }

        return new ReadAnswer(text.ToString(), tokens, end);
    }
}
