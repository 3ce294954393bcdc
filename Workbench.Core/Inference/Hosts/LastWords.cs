using System.Collections.Immutable;

namespace Workbench.Core.Inference.Hosts;

/// <summary>The last lines of a process, printable, of bounded length.</summary>
internal sealed class LastWords
{
    private const int Lines = 20;

    private readonly Queue<string> _lines = new();

    public void Add(string line)
    {
        if (Clients.EndpointWords.Line(line) is not { } words)
        {
            return;
        }

        lock (_lines)
        {
            _lines.Enqueue(words);
            if (_lines.Count > Lines)
            {
                _lines.Dequeue();
            }
        }
    }

    public ImmutableArray<string> All()
    {
        lock (_lines)
        {
            return [.. _lines];
        }
    }
}
