using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Core.Log;

/// <summary>An entry after which another key signs the log.</summary>
/// <param name="Index">Of the entry: checkpoints over more entries than this are the new key's.</param>
/// <param name="Vkey">Verifier of the new key.</param>
/// <param name="Vouched">The key before has to have signed the first checkpoint over this entry too. False after a restore without the private key, or when a history was given up.</param>
public sealed record LogKeyChange(long Index, string Vkey, bool Vouched)
{
    public const string Rotated = "log.key-rotated";
    public const string Restored = "backup.restored";

    /// <returns>Null for an entry that changes no key.</returns>
    public static LogKeyChange? Of(long index, ReadOnlySpan<byte> body)
    {
        if (body.IndexOf("\"log.key-rotated\""u8) < 0 && body.IndexOf("\"backup.restored\""u8) < 0)
        {
            return null;
        }

        try
        {
            var entry = JsonNode.Parse(body);
            var (kind, detail) = (entry?["kind"]?.GetValue<string>(), entry?["detail"]);
            return kind switch
            {
                Rotated => new LogKeyChange(index, detail?["vkey"]?.GetValue<string>() ?? "", detail?["vouched"]?.GetValue<bool>() == true),
                Restored when detail?["key"]?.GetValue<string>() == "new" => new LogKeyChange(index, detail["vkey"]?.GetValue<string>() ?? "", false),
                _ => null,
            };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
