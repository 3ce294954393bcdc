using System.Text.Json;

namespace Workbench.Core.Inference.Clients;

/// <summary>Reads what an endpoint sends, never more than a stated number of bytes.</summary>
internal static class BoundedBody
{
    /// <exception cref="InvalidDataException">Longer than <paramref name="most"/> bytes, unless <paramref name="cut"/>.</exception>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage response, int most, bool cut, CancellationToken cancellation)
    {
        using var body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        using var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await body.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            var room = most - (int)read.Length;
            if (count > room && !cut)
            {
                throw new InvalidDataException();
            }

            read.Write(buffer, 0, Math.Min(count, room));
            if (count >= room)
            {
                break;
            }
        }

        return read.ToArray();
    }

    /// <exception cref="JsonException">Not JSON.</exception>
    public static async Task<JsonDocument> ReadJsonAsync(HttpResponseMessage response, int most, CancellationToken cancellation) =>
        JsonDocument.Parse(await ReadAsync(response, most, cut: false, cancellation).ConfigureAwait(false));
}
