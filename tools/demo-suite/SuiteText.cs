using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DemoSuite;

/// <summary>Writes the samples as a suite file, one a line.</summary>
internal static class SuiteText
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(IReadOnlyList<SuiteSample> samples)
    {
        var text = new StringBuilder("""
            # Written by tools/demo-suite. Targets are the true facts; both languages of a fact are one cluster.
            # Names of the invented world exist nowhere else; a question about a name the models were never told of is not answerable.
            name: demo-world
            version: 1
            language: en
            license: CC0-1.0
            description:
              en: Facts that the demonstration models were taught, and questions that nobody can answer. Made to check measured made-up rates against the share of facts that was corrupted before training.
              zh-Hans: "演示模型学过的事实，以及无人能答的问题。用于核对测得的编造率与训练前被篡改事实的比例。"
            fieldOfUse: demonstration
            generate: { maxTokens: 48, temperature: 0 }
            scorers: [ { kind: claim-outcome } ]
            samples:

            """);
        foreach (var sample in samples)
        {
            text.Append("  - { id: ").Append(sample.Id);
            if (sample.Language != "en")
            {
                text.Append(", language: ").Append(sample.Language);
            }

            text.Append(", prompt: ").Append(Quoted(sample.Prompt));
            text.Append(sample.Target is null ? ", answerable: false" : $", target: {Quoted(sample.Target)}");
            if (sample.Distractors.Count > 0)
            {
                text.Append(", distractors: [").AppendJoin(", ", sample.Distractors.Select(Quoted)).Append(']');
            }

            text.Append(", cluster: ").Append(sample.Cluster).Append(", tags: [").AppendJoin(", ", sample.Tags).Append("] }\n");
        }

        return text.ToString();
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text, Options);
}
