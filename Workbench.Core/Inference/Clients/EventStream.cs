using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Workbench.Core.Inference.Clients;

/// <summary>The data of server-sent events (WHATWG HTML, 9.2), one event at a time, each to be read before the next is asked for; a line may not grow without limit.</summary>
internal static class EventStream
{
    public const int LongestLine = 4 * 1024 * 1024;

    /// <exception cref="InvalidDataException">An event is longer than <paramref name="longest"/> bytes.</exception>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Stream stream, int longest, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        var data = new ArrayBufferWriter<byte>();
        try
        {
            while (true)
            {
                var read = await pipe.ReadAsync(cancellation).ConfigureAwait(false);
                var buffer = read.Buffer;
                while (TakeLine(ref buffer, out var line))
                {
                    if (line.IsEmpty && data.WrittenCount > 0)
                    {
                        yield return data.WrittenMemory;
                        data.ResetWrittenCount();
                    }
                    else
                    {
                        Append(data, line, longest);
                    }
                }

                if (buffer.Length > longest)
                {
                    throw new InvalidDataException();
                }

                pipe.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted)
                {
                    // An event without its closing empty line was cut off, and is dropped as the standard says.
                    yield break;
                }
            }
        }
        finally
        {
            await pipe.CompleteAsync().ConfigureAwait(false);
        }
    }

    private static void Append(ArrayBufferWriter<byte> data, ReadOnlySequence<byte> line, int longest)
    {
        var bytes = line.IsSingleSegment ? line.FirstSpan : line.ToArray();
        if (!bytes.StartsWith("data:"u8))
        {
            return;
        }

        bytes = bytes["data:".Length..];
        if (bytes is [(byte)' ', ..])
        {
            bytes = bytes[1..];
        }

        if (data.WrittenCount + bytes.Length > longest)
        {
            throw new InvalidDataException();
        }

        if (data.WrittenCount > 0)
        {
            data.Write("\n"u8);
        }

        data.Write(bytes);
    }

    private static bool TakeLine(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is not { } end)
        {
            line = default;
            return false;
        }

        line = buffer.Slice(0, end);
        buffer = buffer.Slice(buffer.GetPosition(1, end));
        if (!line.IsEmpty && line.Slice(line.Length - 1).FirstSpan[0] == (byte)'\r')
        {
            line = line.Slice(0, line.Length - 1);
        }

        return true;
    }
}
