using System.Buffers.Binary;

namespace Workbench.Tests.Models;

/// <summary>Damages a good file the way disks, networks and attackers do; the same seed does the same damage.</summary>
internal sealed class GgufMutation(byte[] good, int header, Random random)
{
    private static readonly ulong[] Sizes = [0, 1, 63, 64, 255, 1 << 16, 1 << 24, int.MaxValue, uint.MaxValue, 1UL << 40, long.MaxValue, ulong.MaxValue];

    public byte[] Next() => random.Next(8) switch
    {
        0 => Cut(),
        1 => Bits(),
        2 => Bytes(),
        3 => Number(8),
        4 => Number(4),
        5 => Repeat(),
        6 => Nest(),
        _ => Remove(),
    };

    private byte[] Cut() => good[..random.Next(good.Length)];

    private byte[] Bits()
    {
        var bytes = (byte[])good.Clone();
        for (var i = random.Next(1, 9); i > 0; i--)
        {
            bytes[random.Next(header)] ^= (byte)(1 << random.Next(8));
        }

        return bytes;
    }

    private byte[] Bytes()
    {
        var bytes = (byte[])good.Clone();
        random.NextBytes(bytes.AsSpan(random.Next(header), random.Next(1, 17)));
        return bytes;
    }

    // Lengths, counts, types and offsets are numbers of four or eight bytes: put in what no file can hold.
    private byte[] Number(int length)
    {
        var bytes = (byte[])good.Clone();
        var at = bytes.AsSpan(random.Next(header));
        var value = Sizes[random.Next(Sizes.Length)];
        if (length == 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(at, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(at, (uint)value);
        }

        return bytes;
    }

    // A stretch of the header twice: fields, tensors and names occur again.
    private byte[] Repeat()
    {
        var (from, length) = (random.Next(24, header), random.Next(1, 400));
        var to = Math.Min(header, from + length);
        return [.. good[..to], .. good[from..to], .. good[to..]];
    }

    private byte[] Remove()
    {
        var from = random.Next(header);
        return [.. good[..from], .. good[Math.Min(good.Length, from + random.Next(1, 64))..]];
    }

    // Arrays in arrays in arrays, each of one element.
    private byte[] Nest()
    {
        var at = random.Next(24, header);
        var nest = new byte[12 * random.Next(1, 500)];
        for (var i = 0; i < nest.Length; i += 12)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(nest.AsSpan(i), 9);
            BinaryPrimitives.WriteUInt64LittleEndian(nest.AsSpan(i + 4), 1);
        }

        return [.. good[..at], .. nest, .. good[at..]];
    }
}
