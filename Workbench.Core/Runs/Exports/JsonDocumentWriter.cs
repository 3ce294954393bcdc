using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbench.Core.Runs.Exports;

/// <summary>Writes a large JSON document as it is made: what was written goes to the stream in pieces.</summary>
internal sealed class JsonDocumentWriter(Stream output) : IAsyncDisposable
{
    private const int MostPending = 1 << 16;
    private readonly Utf8JsonWriter _writer = new(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public void Begin(string? name = null)
    {
        Name(name);
        _writer.WriteStartObject();
    }

    public void BeginList(string name)
    {
        Name(name);
        _writer.WriteStartArray();
    }

    public void End() => _writer.WriteEndObject();

    public void EndList() => _writer.WriteEndArray();

    public void Write(string name, JsonNode? value)
    {
        Name(name);
        Node(value);
    }

    public async Task AddAsync(JsonNode item, CancellationToken cancellation)
    {
        Node(item);
        if (_writer.BytesPending > MostPending)
        {
            await _writer.FlushAsync(cancellation).ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private void Name(string? name)
    {
        if (name is not null)
        {
            _writer.WritePropertyName(name);
        }
    }

    private void Node(JsonNode? value)
    {
        if (value is null)
        {
            _writer.WriteNullValue();
        }
        else
        {
            value.WriteTo(_writer);
        }
    }
}
