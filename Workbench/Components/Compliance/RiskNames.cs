using System.Globalization;
using Workbench.Core.Banks;
using Workbench.Core.Compliance;

namespace Workbench.Components.Compliance;

/// <summary>Tags of risks and classes in words.</summary>
public static class RiskNames
{
    /// <summary><c>gbt.a.1.c</c> as “A.1.c Secession”; a tag without a name stays as it is.</summary>
    public static string Of(RiskTaxonomy taxonomy, string tag) => RiskTag.Named(taxonomy, tag, CultureInfo.CurrentUICulture);
}
