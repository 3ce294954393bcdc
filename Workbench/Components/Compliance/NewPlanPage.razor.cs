using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Workbench.Configuration;
using Workbench.Core.Compliance;
using Workbench.Core.Language;
using Workbench.Core.Runs.Judging;

namespace Workbench.Components.Compliance;

/// <summary>Chooses what is fixed, tells what it can show, and fixes it.</summary>
public sealed partial class NewPlanPage
{
    private ImmutableArray<PolicyPack> _all = [];
    private ImmutableArray<string> _places = [];
    private ImmutableArray<string> _fields = [];
    private ImmutableSortedSet<string> _where = [];
    private ImmutableSortedSet<string> _packs = [];
    private ImmutableSortedSet<string> _candidates = [];
    private ImmutableArray<PlannedBank> _sizes = [];
    private string _field = "";
    private string _judge = "";
    private int _people;
    private int _seed = 1;
    private bool _busy;
    private PlanPreview? _preview;
    private Exception? _failure;

    protected override void OnInitialized()
    {
        _all = [.. Packs.List().Select(file => file.Pack).OfType<PolicyPack>().Where(pack => pack.Id != PackCatalog.Template)];
        _places = [.. _all.Select(pack => pack.Jurisdiction).Where(place => place != PolicyPack.Anywhere).Distinct().Order(StringComparer.Ordinal)];
        _fields = [.. _all.SelectMany(pack => pack.FieldsOfUse ?? []).Distinct().Order(StringComparer.Ordinal)];
    }

    private static ImmutableSortedSet<string> Toggle(ImmutableSortedSet<string> set, string name, bool chosen) => chosen ? set.Add(name) : set.Remove(name);

    private static int? Whole(string? text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private void Where(string place, bool chosen)
    {
        _where = Toggle(_where, place, chosen);
        Select();
    }

    private void Field(string? field)
    {
        _field = field ?? "";
        Select();
    }

    /// <summary>Place and use choose packs; what the packs ask for are the sizes to begin with.</summary>
    private void Select()
    {
        _packs = [.. Packs.For(_where, _field.Length == 0 ? null : _field).Select(pack => pack.Id)];
        Suggest();
    }

    private void Change(Action change)
    {
        var packs = _packs;
        change();
        if (_packs != packs)
        {
            Suggest();
        }

        _preview = null;
    }

    private void Suggest()
    {
        var chosen = _all.Where(pack => _packs.Contains(pack.Id)).ToList();
        (_sizes, _people, _preview) = (PlanSizes.Of(chosen), PlanSizes.People(chosen), null);
    }

    private void Size(string bank, string? text) => Change(() => _sizes = [.. _sizes.Select(size => size.Bank == bank ? size with { Total = Whole(text) } : size)]);

    private PlanRequest Request() => new([.. _packs.Select(Packs.Find)], [.. _where], [.. _candidates.Select(name => new Core.Inference.Candidate(name, name))])
    {
        FieldOfUse = _field.Length == 0 ? null : _field,
        Banks = [.. _sizes.Where(size => size.Total != 0)],
        Seed = _seed,
        People = _people,
        Judge = _judge.Length == 0 ? null : _judge,
    };

    private Task LookAsync() => TryAsync(async () => _preview = await Planner.PreviewAsync(Request(), CancellationToken.None));

    private Task FixAsync() => TryAsync(async () =>
    {
        if (_preview is { } preview && JudgePlan.Problems(preview.Suite).ToArray() is { Length: > 0 } problems)
        {
            throw new InputException([.. problems]);
        }

        var plan = await Planner.PlanAsync(Request(), await Current.GetAsync(), CancellationToken.None);
        Navigation.NavigateTo(WorkbenchUrls.Plan(plan.Id));
    });

    private async Task TryAsync(Func<Task> step)
    {
        (_busy, _failure) = (true, null);
        try
        {
            await step();
        }
        catch (Exception failure) when (failure is InputException or NotAllowedException)
        {
            _failure = failure;
        }

        _busy = false;
    }
}
