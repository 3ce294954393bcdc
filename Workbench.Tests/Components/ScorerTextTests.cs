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
        Assert.Empty(ScorerSyntax.Known.Keys.Where(kind => !words.Contains($"About.{kind}")));
        Assert.Empty(ScorerSyntax.Known.Values.SelectMany(syntax => syntax.Settings.Keys).Distinct().Where(name => !words.Contains($"Setting.{name}")));
    }

    [Fact]
    public void EveryMeasure_HasAName()
    {
        var words = Keys(typeof(ScoreValuesText));
        Assert.Empty(ScorerRegistry.Standard.Kinds.SelectMany(kind => ScorerRegistry.Standard.Find(kind)!.Measures).Select(measure => measure.Name).Where(name => !words.Contains(name)));
    }

    private static HashSet<string> Keys(Type type) =>
        [.. new ResourceManager(type.FullName!, type.Assembly).GetResourceSet(CultureInfo.GetCultureInfo("zh-Hans"), true, false)!.Cast<System.Collections.DictionaryEntry>().Select(entry => (string)entry.Key)];
}
