using System.Runtime.InteropServices;
using System.Text;

namespace DemoModels.Gguf;

/// <summary>A GGUF file, version 3, little-endian: fields in the order they were added, then the tensors, each on a border of 32 bytes.</summary>
internal sealed class GgufWriter
{
    private const int Border = 32;
    private readonly List<Action<BinaryWriter>> _fields = [];
    private readonly List<(string Name, long[] Lengths, uint Type, byte[] Data)> _tensors = [];

    private enum Type : uint
    {
        UInt32 = 4,
        Int32 = 5,
        Float32 = 6,
        Boolean = 7,
        Text = 8,
        List = 9,
    }

    public void Field(string key, uint value) => Field(key, Type.UInt32, writer => writer.Write(value));

    public void Field(string key, float value) => Field(key, Type.Float32, writer => writer.Write(value));

    public void Field(string key, bool value) => Field(key, Type.Boolean, writer => writer.Write(value));

    public void Field(string key, string value) => Field(key, Type.Text, writer => Text(writer, value));

    public void Field(string key, IReadOnlyCollection<string> values) => List(key, Type.Text, values, Text);

    public void Field(string key, IReadOnlyCollection<float> values) => List(key, Type.Float32, values, static (writer, value) => writer.Write(value));

    public void Field(string key, IReadOnlyCollection<int> values) => List(key, Type.Int32, values, static (writer, value) => writer.Write(value));

    /// <param name="size">As in torch, rows first; the file has the fastest dimension first.</param>
    /// <param name="half">F16 instead of F32.</param>
    public void Tensor(string name, float[] values, long[] size, bool half)
    {
        byte[] data = half ? [.. MemoryMarshal.AsBytes<Half>(Array.ConvertAll(values, value => (Half)value))] : [.. MemoryMarshal.AsBytes<float>(values)];
        _tensors.Add((name, [.. size.Reverse()], half ? 1u : 0u, data));
    }

    public void Save(string path)
    {
        using var file = File.Create(path);
        using var writer = new BinaryWriter(file);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((ulong)_tensors.Count);
        writer.Write((ulong)_fields.Count);
        _fields.ForEach(field => field(writer));
        var offset = 0UL;
        foreach (var (name, lengths, type, data) in _tensors)
        {
            Text(writer, name);
            writer.Write((uint)lengths.Length);
            Array.ForEach(lengths, writer.Write);
            writer.Write(type);
            writer.Write(offset);
            offset += (ulong)(data.Length + Border - 1) / Border * Border;
        }

        Pad();
        foreach (var tensor in _tensors)
        {
            writer.Write(tensor.Data);
            Pad();
        }

        void Pad()
        {
            writer.Flush();
            writer.Write(new byte[(Border - (file.Position % Border)) % Border]);
        }
    }

    private void List<T>(string key, Type type, IReadOnlyCollection<T> values, Action<BinaryWriter, T> write) => Field(key, Type.List, writer =>
    {
        writer.Write((uint)type);
        writer.Write((ulong)values.Count);
        foreach (var value in values)
        {
            write(writer, value);
        }
    });

    private void Field(string key, Type type, Action<BinaryWriter> write) => _fields.Add(writer =>
    {
        Text(writer, key);
        writer.Write((uint)type);
        write(writer);
    });

    private static void Text(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }
}
