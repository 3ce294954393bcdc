using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Workbench.Core.Language;

namespace Workbench.Core.Models.Gguf;

/// <summary>Reads a header's numbers and texts; every length is held against the bytes that are left before anything is allocated.</summary>
internal sealed class GgufStream(Stream stream, string file)
{
    private readonly byte[] _number = new byte[8];

    public long Position { get; private set; }

    public long Length { get; } = stream.Length;

    public bool IsBigEndian { get; set; }

    public byte U8()
    {
        Fill(1);
        return _number[0];
    }

    public ushort U16()
    {
        Fill(2);
        return IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(_number) : BinaryPrimitives.ReadUInt16LittleEndian(_number);
    }

    public uint U32()
    {
        Fill(4);
        return IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(_number) : BinaryPrimitives.ReadUInt32LittleEndian(_number);
    }

    public ulong U64()
    {
        Fill(8);
        return IsBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(_number) : BinaryPrimitives.ReadUInt64LittleEndian(_number);
    }

    /// <summary>A count of things that take at least <paramref name="leastBytes"/> each in the rest of the file.</summary>
    public int Count(int most, int leastBytes, string what)
    {
        var at = Position;
        var count = U64();
        if (count > (ulong)most)
        {
            throw Problem(at, "TooMany", what, count.ToString(CultureInfo.InvariantCulture), most.ToString(CultureInfo.InvariantCulture));
        }

        return (long)count * leastBytes <= Length - Position
            ? (int)count
            : throw Problem(at, "CountBeyondEnd", what, count.ToString(CultureInfo.InvariantCulture), (Length - Position).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>UTF-8 with its length before it; bytes that are no UTF-8 (pieces of a vocabulary may be) become U+FFFD.</summary>
    public string Text(int mostBytes, string what)
    {
        var length = Count(mostBytes, 1, what);
        if (Position + length > GgufLimits.HeaderBytes)
        {
            throw TooLong();
        }

        var bytes = length <= 256 ? stackalloc byte[length] : new byte[length];
        Fill(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    public InputException TooLong() => Problem(Position, "HeaderTooLong", (GgufLimits.HeaderBytes >> 20).ToString(CultureInfo.InvariantCulture));

    public InputException Problem(long at, string key, params string[] arguments) =>
        new(new InputProblem(new Phrase($"Models.{key}", arguments), file, Field: Place(at), Hint: new Phrase("Models.GetAgain")));

    public static string Place(long at) => string.Create(CultureInfo.InvariantCulture, $"byte {at}");

    private void Fill(int count) => Fill(_number.AsSpan(0, count));

    private void Fill(Span<byte> bytes)
    {
        if (bytes.Length > Length - Position)
        {
            throw Problem(Position, "HeaderEnds", (bytes.Length - (Length - Position)).ToString(CultureInfo.InvariantCulture));
        }

        stream.ReadExactly(bytes);
        Position += bytes.Length;
    }
}
