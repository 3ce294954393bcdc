namespace Workbench.Core.Inference.Engine;

/// <summary>
/// Fills one decode. Sequences that go on alike go on as one: their common tokens are tokens of all of them, decoded once, and part ways where they differ;
/// so n samples of a prompt, and the choices of a question as far as they begin alike.
/// </summary>
internal sealed class DecodeBatch(DecodeContext context, bool canMerge, int mostRows)
{
    private readonly int[] _ids = new int[context.SequenceIds];
    private int _rows;

    /// <summary>Whose logits are where; several may read one row.</summary>
    public List<(CacheSlot Slot, int Position, int Index)> Outputs { get; } = [];

    /// <summary>Those that advance, by their <see cref="CacheSlot.Pending"/>.</summary>
    public List<CacheSlot> Slots { get; } = [];

    /// <summary>Tokens in it that belong to prompts.</summary>
    public int PromptTokens { get; private set; }

    public int Count => context.Count;

    public void Clear()
    {
        context.Clear();
        Outputs.Clear();
        Slots.ForEach(slot => slot.Pending = 0);
        Slots.Clear();
        PromptTokens = 0;
        _rows = 0;
    }

    /// <summary>The newest token of a running answer.</summary>
    public void AddAnswer(CacheSlot slot)
    {
        if (_rows < mostRows)
        {
            AddToken([slot], slot.Length);
        }
    }

    /// <summary>What the slots still have to read, the first ones first.</summary>
    /// <param name="room">Most tokens to add.</param>
    public void AddPrompts(IReadOnlyList<CacheSlot> slots, int room)
    {
        var end = Math.Min(Count + room, DecodeContext.BatchTokens);
        foreach (var slot in slots)
        {
            if (slot.Pending == 0 && Count < end)
            {
                AddBranch(canMerge ? [.. slots.Where(other => other.Pending == 0 && other.Length == slot.Length && IsAlike(slot, other))] : [slot], slot.Length, end);
            }
        }
    }

    private static bool IsAlike(CacheSlot slot, CacheSlot other) => slot == other || slot.Trail!.HashOf(slot.Length) == other.Trail!.HashOf(slot.Length);

    private void AddBranch(List<CacheSlot> slots, int position, int end)
    {
        while (slots.Count > 0 && Count < end)
        {
            var token = slots[0].Job!.Tokens[position];
            if (slots.Exists(slot => slot.Job!.Tokens[position] != token))
            {
                foreach (var branch in slots.GroupBy(slot => slot.Job!.Tokens[position]).ToList())
                {
                    AddBranch([.. branch], position, end);
                }

                return;
            }

            if (_rows >= mostRows && slots.Exists(slot => position >= slot.Job!.OutputFrom))
            {
                return;
            }

            AddToken(slots, position);
            position++;
            slots.RemoveAll(slot => slot.Left == 0);
        }
    }

    private void AddToken(List<CacheSlot> slots, int position)
    {
        for (var i = 0; i < slots.Count; i++)
        {
            _ids[i] = slots[i].Id;
        }

        var output = slots.Exists(slot => position >= slot.Job!.OutputFrom);
        var index = context.Add(slots[0].Job!.Tokens[position], position, _ids.AsSpan(0, slots.Count), output);
        _rows += output ? 1 : 0;
        PromptTokens += position < slots[0].Job!.PromptLength ? 1 : 0;
        foreach (var slot in slots)
        {
            if (slot.Pending++ == 0)
            {
                Slots.Add(slot);
            }

            if (position >= slot.Job!.OutputFrom)
            {
                Outputs.Add((slot, position, index));
            }
        }
    }
}
