using Workbench.Core.Inference.Engine;

namespace Workbench.Tests.Engine;

public sealed class WaitingLineTests
{
    [Fact]
    public void Line_WithPersonsAndRuns_LetsPersonsPassAndKeepsTheOrderOfEach()
    {
        var line = new WaitingLine();
        foreach (var (name, person) in new[] { (1, false), (2, true), (3, false), (4, true) })
        {
            line.Add(new Waiter(name, person));
        }

        line.Return(new Waiter(5, false));
        line.Return(new Waiter(6, true));
        Assert.Equal([6, 2, 4, 5, 1, 3], Names(line));
        line.Remove(line.First!.Next!);
        line.Add(new Waiter(7, true));
        Assert.Equal([6, 4, 7, 5, 1, 3], Names(line));
        Assert.Null(line.Starving);
    }

    private static List<int> Names(WaitingLine line)
    {
        var names = new List<int>();
        for (var node = line.First; node is not null; node = node.Next)
        {
            names.Add(node.Value.Tokens[0]);
        }

        return names;
    }

    private sealed class Waiter(int name, bool person) : SequenceJob([name], person, CancellationToken.None)
    {
        public override int Target => 1;

        public override int OutputFrom => 0;

        public override bool Take(int position, ReadOnlySpan<float> logits) => true;

        public override void Cancelled()
        {
        }

        public override void OutOfRoom()
        {
        }

        public override void Failed(Exception reason)
        {
        }
    }
}
