using System.Globalization;
using Workbench.Core.Inference;
using Workbench.Core.Language;

namespace Workbench.Cli;

/// <summary>Checks the options of <c>chat</c> and makes settings of them.</summary>
internal static class ChatOptions
{
    private const int MostModels = 8;

    /// <exception cref="InputException">Every option that is wrong, by name.</exception>
    public static void Check(ChatCommand.Settings settings)
    {
        var problems = new List<InputProblem>();
        Range("MODELS", settings.Models.Length, 1, MostModels);
        Range("--max-tokens", settings.MaxTokens, 1, 1 << 20);
        Range("--temperature", settings.Temperature, 0, 10);
        Range("--top-p", settings.TopP, 0, 1);
        Range("--top-k", settings.TopK, 0, int.MaxValue);
        Range("--min-p", settings.MinP, 0, 1);
        Range("--typical-p", settings.TypicalP, 0, 1);
        Range("--repeat-penalty", settings.RepeatPenalty, 0.1, 10);
        Range("--dry", settings.Dry, 0, 100);
        if (settings.Stop.Any(string.IsNullOrEmpty))
        {
            problems.Add(new InputProblem(new Phrase("Inference.FieldWanted", "a text that is not empty"), Field: "--stop"));
        }

        if (problems.Count > 0)
        {
            throw new InputException([.. problems]);
        }

        void Range(string field, double value, double least, double most)
        {
            if (!(value >= least && value <= most))
            {
                problems.Add(new InputProblem(new Phrase("Inference.OutOfRange", value.ToString(CultureInfo.InvariantCulture), least.ToString(CultureInfo.InvariantCulture), most.ToString(CultureInfo.InvariantCulture)), Field: field));
            }
        }
    }

    public static GenerateSettings Generation(ChatCommand.Settings settings)
    {
        var more = new SamplerSettings(TypicalP: settings.TypicalP, DryMultiplier: settings.Dry, RepeatPenalty: settings.RepeatPenalty);
        return new GenerateSettings(settings.MaxTokens, settings.Temperature, settings.TopP, settings.TopK, settings.MinP, settings.Seed, [.. settings.Stop])
        {
            Samplers = more == new SamplerSettings() ? null : more,
        };
    }
}
