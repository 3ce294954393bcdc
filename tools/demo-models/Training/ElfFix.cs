using System.Buffers.Binary;
using System.Text;

namespace DemoModels.Training;

/// <summary>Lets TorchSharp's native library load where the C++ library is older than the one it was built with.</summary>
/// <remarks>
/// libLibTorchSharp.so 0.107.0 asks for GLIBCXX_3.4.32; Debian 12 has 3.4.30. The one symbol of that version is a marker that no code calls, so the need is marked as weak
/// (VER_FLG_WEAK of the section SHT_GNU_verneed) in the copy in the output folder, and the loader passes. Has to run before the first call to torch.
/// </remarks>
internal static class ElfFix
{
    private const uint VersionNeeds = 0x6ffffffe;
    private const byte Weak = 2;

    public static void Weaken(string library, string version)
    {
        if (!File.Exists(library))
        {
            return;
        }

        var file = File.ReadAllBytes(library);
        if (Mark(file, version))
        {
            var temporary = $"{library}.{Environment.ProcessId}";
            File.WriteAllBytes(temporary, file);
            File.Move(temporary, library, overwrite: true);
        }
    }

    private static bool Mark(byte[] file, string version)
    {
        const uint Magic = 0x464c457f;
        if (Word(0) != Magic || file[4] != 2)
        {
            return false;
        }

        var (sections, size, count, changed) = (Long(0x28), Half(0x3a), Half(0x3c), false);
        for (var section = 0; section < count; section++)
        {
            var head = sections + (section * size);
            if (Word(head + 4) != VersionNeeds)
            {
                continue;
            }

            var names = Long(sections + (int)(Word(head + 0x28) * size) + 0x18);
            for (var need = Long(head + 0x18); ; need += (int)Word(need + 12))
            {
                for (var (entry, left) = (need + (int)Word(need + 8), (int)Half(need + 2)); left > 0; left--, entry += (int)Word(entry + 12))
                {
                    if (Name(names + (int)Word(entry + 8)) == version && (file[entry + 4] & Weak) == 0)
                    {
                        file[entry + 4] |= Weak;
                        changed = true;
                    }
                }

                if (Word(need + 12) == 0)
                {
                    break;
                }
            }
        }

        return changed;

        int Long(int at) => checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at)));
        uint Word(int at) => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at));
        ushort Half(int at) => BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at));
        string Name(int at) => Encoding.ASCII.GetString(file, at, Array.IndexOf(file, (byte)0, at) - at);
    }
}
