using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Language;

namespace Workbench.Core.Models.Gguf;

/// <summary>A header as it stands in the file, arrays whole: what the checks look at before <see cref="GgufFile"/> keeps the facts.</summary>
internal sealed class GgufHeader
{
    private const uint Magic = 0x46554747;
    private const uint OldestVersion = 2;
    private const uint NewestVersion = 3;
    private const int DefaultAlignment = 32;

    private readonly GgufStream _stream;

    private GgufHeader(GgufStream stream) => _stream = stream;

    public int Version { get; private set; }

    public bool IsBigEndian => _stream.IsBigEndian;

    public int Alignment { get; private set; } = DefaultAlignment;

    public List<(string Key, GgufValueType Type, object Value)> Entries { get; } = [];

    public Dictionary<string, object> Values { get; } = new(StringComparer.Ordinal);

    public List<GgufTensor> Tensors { get; } = [];

    /// <summary>First byte of the data section.</summary>
    public long DataStart { get; private set; }

    /// <exception cref="InputException">Not a header, or one that its file cannot hold.</exception>
    public static GgufHeader Read(Stream stream, string file)
    {
        var header = new GgufHeader(new GgufStream(stream, file));
        var (entries, tensors) = header.ReadStart();
        for (var i = 0; i < entries; i++)
        {
            header.ReadEntry();
        }

        header.Alignment = header.ReadAlignment();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < tensors; i++)
        {
            header.ReadTensor(names);
        }

        var end = header._stream.Position;
        header.DataStart = end + ((header.Alignment - (end % header.Alignment)) % header.Alignment);
        return header;
    }

    private (int Entries, int Tensors) ReadStart()
    {
        if (_stream.Length < 24)
        {
            throw _stream.Problem(0, "TooShort", _stream.Length.ToString(CultureInfo.InvariantCulture));
        }

        if (_stream.U32() != Magic)
        {
            throw _stream.Problem(0, "NotGguf");
        }

        var version = _stream.U32();
        if ((version & 0xFFFF) == 0 && version != 0)
        {
            _stream.IsBigEndian = true;
            version = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(version);
        }

        if (version is < OldestVersion or > NewestVersion)
        {
            throw _stream.Problem(4, "UnknownVersion", version.ToString(CultureInfo.InvariantCulture));
        }

        Version = (int)version;
        // A tensor takes at least name length, dimension count, one dimension, type and offset; an entry key length, type and one byte.
        var tensors = _stream.Count(GgufLimits.Tensors, 32, "tensors");
        return (_stream.Count(GgufLimits.Entries, 13, "metadata"), tensors);
    }

    private void ReadEntry()
    {
        var at = _stream.Position;
        var key = _stream.Text(GgufLimits.KeyBytes, "key");
        if (key.Length == 0)
        {
            throw _stream.Problem(at, "EmptyKey");
        }

        var type = ReadType(key);
        var value = ReadValue(type, key, 0);
        if (!Values.TryAdd(key, value))
        {
            throw _stream.Problem(at, "RepeatedKey", key);
        }

        Entries.Add((key, type, value));
    }

    private GgufValueType ReadType(string key)
    {
        var at = _stream.Position;
        var type = _stream.U32();
        return type <= (uint)GgufValueType.F64 ? (GgufValueType)type : throw _stream.Problem(at, "UnknownValueType", key, type.ToString(CultureInfo.InvariantCulture));
    }

    private object ReadValue(GgufValueType type, string key, int depth)
    {
        switch (type)
        {
            case GgufValueType.Bool:
                var at = _stream.Position;
                var flag = _stream.U8();
                return flag <= 1 ? (object)(flag == 1) : throw _stream.Problem(at, "NotBool", key, flag.ToString(CultureInfo.InvariantCulture));
            case GgufValueType.Text:
                return _stream.Text(GgufLimits.TextBytes, key);
            case GgufValueType.Array:
                return ReadArray(key, depth);
            default:
                return ReadNumber(type);
        }
    }

    // Boxed one by one: a common type of all arms would be a double, which holds no whole number beyond 53 bits.
    private object ReadNumber(GgufValueType type) => type switch
    {
        GgufValueType.U8 => (object)(ulong)_stream.U8(),
        GgufValueType.I8 => (object)(long)(sbyte)_stream.U8(),
        GgufValueType.U16 => (object)(ulong)_stream.U16(),
        GgufValueType.I16 => (object)(long)(short)_stream.U16(),
        GgufValueType.U32 => (object)(ulong)_stream.U32(),
        GgufValueType.I32 => (object)(long)(int)_stream.U32(),
        GgufValueType.F32 => (object)(double)BitConverter.UInt32BitsToSingle(_stream.U32()),
        GgufValueType.U64 => (object)_stream.U64(),
        GgufValueType.I64 => (object)(long)_stream.U64(),
        _ => (object)BitConverter.UInt64BitsToDouble(_stream.U64()),
    };

    private GgufWholeArray ReadArray(string key, int depth)
    {
        if (depth >= GgufLimits.ArrayDepth)
        {
            throw _stream.Problem(_stream.Position, "TooDeep", key);
        }

        var type = ReadType(key);
        var count = _stream.Count(GgufLimits.ArrayElements, LeastBytes(type), key);
        var array = new GgufWholeArray(type, count, key == GgufVocabularyCheck.Tokens);
        for (var i = 0; i < count; i++)
        {
            if (_stream.Position > GgufLimits.HeaderBytes)
            {
                throw _stream.TooLong();
            }

            array.Add(ReadValue(type, key, depth + 1));
        }

        return array;
    }

    private static int LeastBytes(GgufValueType type) => type switch
    {
        GgufValueType.U8 or GgufValueType.I8 or GgufValueType.Bool => 1,
        GgufValueType.U16 or GgufValueType.I16 => 2,
        GgufValueType.U32 or GgufValueType.I32 or GgufValueType.F32 => 4,
        GgufValueType.Array => 12,
        _ => 8,
    };

    private int ReadAlignment()
    {
        if (!Values.TryGetValue("general.alignment", out var value))
        {
            return DefaultAlignment;
        }

        return value is ulong and > 0 and <= 1 << 20 && ulong.IsPow2((ulong)value)
            ? (int)(ulong)value
            : throw _stream.Problem(_stream.Position, "BadAlignment", Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
    }

    private void ReadTensor(HashSet<string> names)
    {
        var at = _stream.Position;
        var name = _stream.Text(GgufLimits.TensorNameBytes, "tensor name");
        if (name.Length == 0 || !names.Add(name))
        {
            throw _stream.Problem(at, "RepeatedTensor", name);
        }

        var dimensions = _stream.U32();
        if (dimensions is 0 or > GgufLimits.Dimensions)
        {
            throw _stream.Problem(at, "BadDimensions", name, dimensions.ToString(CultureInfo.InvariantCulture));
        }

        var shape = ImmutableArray.CreateBuilder<long>((int)dimensions);
        Int128 elements = 1;
        for (var i = 0; i < dimensions; i++)
        {
            var size = _stream.U64();
            elements = size is 0 or > long.MaxValue ? 0 : elements * size;
            if (elements <= 0 || elements > long.MaxValue / 8)
            {
                throw _stream.Problem(at, "BadShape", name, size.ToString(CultureInfo.InvariantCulture));
            }

            shape.Add((long)size);
        }

        var number = _stream.U32();
        if (!GgufTensorType.Known.TryGetValue((int)Math.Min(number, int.MaxValue), out var type))
        {
            throw _stream.Problem(at, "UnknownTensorType", name, number.ToString(CultureInfo.InvariantCulture));
        }

        if (shape[0] % type.BlockLength != 0)
        {
            throw _stream.Problem(at, "RowNotBlocks", name, shape[0].ToString(CultureInfo.InvariantCulture), type.Name, type.BlockLength.ToString(CultureInfo.InvariantCulture));
        }

        var offset = _stream.U64();
        if (offset > long.MaxValue / 2 || offset % (ulong)Alignment != 0)
        {
            throw _stream.Problem(at, "BadOffset", name, offset.ToString(CultureInfo.InvariantCulture), Alignment.ToString(CultureInfo.InvariantCulture));
        }

        Tensors.Add(new GgufTensor(name, shape.ToImmutable(), type, (long)offset, (long)(elements / type.BlockLength) * type.BlockBytes));
    }
}
