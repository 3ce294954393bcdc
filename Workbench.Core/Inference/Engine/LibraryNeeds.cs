using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Reflection.PortableExecutable;
using System.Text;

namespace Workbench.Core.Inference.Engine;

/// <summary>Names of the libraries that a library itself names as needed, read without loading it: ELF's dynamic section (gABI 5), PE's import table.</summary>
internal static class LibraryNeeds
{
    private const int LongestName = 256;
    private const int MostEntries = 4096;

    /// <returns>Null for a file that is not there or is no 64-bit library.</returns>
    public static ImmutableArray<string>? Of(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            Span<byte> magic = stackalloc byte[4];
            var length = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
            file.Position = 0;
            return length < magic.Length ? null : magic.SequenceEqual("\u007fELF"u8) ? new Elf(file).Needs() : magic.StartsWith("MZ"u8) ? Imports(file) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or BadImageFormatException or InvalidDataException)
        {
            return null;
        }
    }

    private static ImmutableArray<string>? Imports(FileStream file)
    {
        using var image = new PEReader(file, PEStreamOptions.LeaveOpen);
        if (image.PEHeaders.PEHeader is not { ImportTableDirectory: { RelativeVirtualAddress: var start and > 0 } })
        {
            return null;
        }

        var names = ImmutableArray.CreateBuilder<string>();
        var table = image.GetSectionData(start).GetReader();
        while (names.Count < MostEntries && table.RemainingBytes >= 20)
        {
            table.Offset += 12;
            var address = table.ReadInt32();
            table.Offset += 4;
            if (address <= 0)
            {
                break;
            }

            var name = image.GetSectionData(address).GetReader();
            names.Add(Name(name.ReadBytes(Math.Min(LongestName, name.RemainingBytes))));
        }

        return names.ToImmutable();
    }

    private static string Name(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOf((byte)0) is var end and >= 0 ? Encoding.ASCII.GetString(bytes[..end]) : throw new InvalidDataException("A name does not end.");

    private sealed class Elf(FileStream file)
    {
        private const int LoadedSegment = 1;
        private const int DynamicSegment = 2;
        private const long NeededTag = 1;
        private const long NamesTag = 5;

        public ImmutableArray<string>? Needs()
        {
            var header = Read(0, 64);
            // 64-bit, little-endian.
            if (header[4] != 2 || header[5] != 1)
            {
                return null;
            }

            var (start, size, count) = (Number(header, 32), BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(54)), BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(56)));
            List<(int Kind, long Offset, long Address, long Size)> segments = [];
            for (var i = 0; i < count; i++)
            {
                var entry = Read(start + ((long)i * size), 56);
                segments.Add((BinaryPrimitives.ReadInt32LittleEndian(entry), Number(entry, 8), Number(entry, 16), Number(entry, 32)));
            }

            List<(long Tag, long Value)> dynamic = [];
            foreach (var segment in segments.Where(static segment => segment.Kind == DynamicSegment))
            {
                var entries = Read(segment.Offset, (int)Math.Clamp(segment.Size / 16 * 16, 0, MostEntries * 16));
                dynamic.AddRange(Enumerable.Range(0, entries.Length / 16).Select(i => (Number(entries, i * 16), Number(entries, (i * 16) + 8))).TakeWhile(static entry => entry.Item1 != 0));
            }

            var address = dynamic.Find(static entry => entry.Tag == NamesTag).Value;
            var home = segments.Find(segment => segment.Kind == LoadedSegment && address >= segment.Address && address - segment.Address < segment.Size);
            return home.Kind == 0 ? null : [.. dynamic.Where(static entry => entry.Tag == NeededTag).Select(entry => Name(Read(home.Offset + (address - home.Address) + entry.Value, LongestName, whole: false)))];
        }

        private static long Number(byte[] bytes, int offset) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(offset));

        private byte[] Read(long offset, int length, bool whole = true)
        {
            var bytes = new byte[length];
            if (offset < 0 || offset > file.Length)
            {
                throw new InvalidDataException("A part lies outside of the file.");
            }

            var read = RandomAccess.Read(file.SafeFileHandle, bytes, offset);
            return read == length ? bytes : whole ? throw new InvalidDataException("The file ends too early.") : bytes[..read];
        }
    }
}
