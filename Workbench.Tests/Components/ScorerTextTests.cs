using System.Globalization;
using System.Resources;
using Workbench.Components.Runs;
using Workbench.Components.Suites;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;

namespace Workbench.Tests.Components;

public sealed class ScorerTextTests
{
    [Fact]
    public void EveryScorer_AndSetting_IsSaidInWords()
    {
        var words = Keys(typeof(ScorerText));
        Assert.All(ScorerSyntax.Known.Keys, kind => Assert.Contains($"About.{kind}", words));
        Assert.All(ScorerSyntax.Known.Values.SelectMany(syntax => syntax.Settings.Keys).Distinct(), name => Assert.Contains($"Setting.{name}", words));
    }

    [Fact]
    public void EveryMeasure_HasAName()
    {
        var words = Keys(typeof(ScoreValuesText));
        Assert.All(ScorerRegistry.Standard.Kinds.SelectMany(kind => ScorerRegistry.Standard.Find(kind)!.Measures).Select(measure => measure.Name), name => Assert.Contains(name, words));
    }

    private static HashSet<string> Keys(Type type) =>
        [.. new ResourceManager(type.FullName!, type.Assembly).GetResourceSet(CultureInfo.GetCultureInfo("zh-Hans"), true, false)!.Cast<System.Collections.DictionaryEntry>().Select(entry => (string)entry.Key)];
}
