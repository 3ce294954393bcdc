using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Workbench.Core.Inference.Clients;

/// <summary>The chance line: answers drawn without understanding, the same for the same question and seed on every machine.</summary>
internal static partial class RandomAnswer
{
    private const int Words = 5;

    /// <returns>One of the lettered choices when the question lists them, else a few words of the question.</returns>
    public static string To(string question, long? seed)
    {
        var letters = Choices().Matches(question).Select(static match => match.Groups["letter"].Value).Distinct().ToArray();
        if (letters.Length > 1)
        {
            return letters[Pick(letters.Length, question, seed, 0)];
        }

        var words = Word().Matches(question).Select(static match => match.Value).ToArray();
        return words.Length == 0
            ? ""
            : string.Join(words.Any(static word => word[0] < '\u2e80') ? " " : "", Enumerable.Range(0, Math.Min(Words, words.Length)).Select(index => words[Pick(words.Length, question, seed, index)]));
    }

    /// <summary>Independent log-probabilities of uniform draws, so that the likeliest of k choices is the right one k⁻¹ of the time.</summary>
    public static LikelihoodAnswer Likelihood(LikelihoodRequest request)
    {
        var question = request.Prompt ?? string.Join('\n', request.Messages.Select(static message => message.Content));
        return new LikelihoodAnswer([.. request.Continuations.Select((text, index) => new ContinuationLikelihood(
            Math.Log(Uniform(question, null, index.ToString(CultureInfo.InvariantCulture) + text)), 1, false, Encoding.UTF8.GetByteCount(text)))]);
    }

    private static int Pick(int count, string question, long? seed, int index) =>
        (int)(Uniform(question, seed, index.ToString(CultureInfo.InvariantCulture)) * count);

    // In (0, 1): 53 bits of a hash, half a step from both ends.
    private static double Uniform(string question, long? seed, string part)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed?.ToString(CultureInfo.InvariantCulture)}\0{part}\0{question}"));
        return ((BinaryPrimitives.ReadUInt64LittleEndian(hash) >> 11) + 0.5) / (1UL << 53);
    }

    // "A. Paris", "(B) Lyon", "C、尼斯", each at the start of a line.
    [GeneratedRegex(@"^\s*[\(（]?(?<letter>[A-J])[\)）\.．、:：]", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Choices();

    [GeneratedRegex(@"[\u4e00-\u9fff]{1,2}|[\p{L}\p{N}-[\u4e00-\u9fff]]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Word();
}
