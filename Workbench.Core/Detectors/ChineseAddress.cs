using System.Text.RegularExpressions;

namespace Workbench.Core.Detectors;

/// <summary>Chinese postal addresses: a place that has a name (省, 市, 区, 县, 镇, 村), then down to a number (路…号, 小区…栋).</summary>
internal static partial class ChineseAddress
{
    /// <summary>Characters before the number in which the place is looked for.</summary>
    private const int Before = 32;

    private const string Places = "省市区县旗镇乡州村";

    /// <summary>Words that lead to an address and are no part of it.</summary>
    private const string Leads = "是在于到至为住址往寄";

    private static readonly string[] Provinces =
    [
        "北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾",
        "内蒙古", "广西", "西藏", "宁夏", "新疆", "香港", "澳门",
    ];

    public static IEnumerable<(int Start, int Length)> Find(string text)
    {
        var free = 0;
        foreach (Match number in Number().Matches(text))
        {
            var first = number.Index;
            while (first > free && first > number.Index - Before && IsPart(text[first - 1]))
            {
                first--;
            }

            var head = text.AsSpan(first, number.Index - first);
            var start = Start(head);
            if (start < head.Length && head[start..].IndexOfAny(Places) > 0)
            {
                free = number.Index + number.Length;
                yield return (first + start, free - first - start);
            }
        }
    }

    private static int Start(ReadOnlySpan<char> head)
    {
        var province = int.MaxValue;
        foreach (var name in Provinces)
        {
            province = head.IndexOf(name) is >= 0 and var at && at < province ? at : province;
        }

        // Before the first place only: 中关村 and 址坊镇 are names.
        var place = Math.Max(0, head.IndexOfAny(Places));
        return province < int.MaxValue ? province : head[..place].LastIndexOfAny(Leads) + 1;
    }

    private static bool IsPart(char letter) => letter is (>= '\u4E00' and <= '\u9FFF') or (>= '0' and <= '9');

    [GeneratedRegex(@"(?:(?:大道|大街|路|街|巷|胡同|弄|里|道)[0-9一二三四五六七八九十百甲乙]{1,6}[号弄]|(?:小区|花园|公寓|苑|村|社区|广场|大厦)[0-9一二三四五六七八九十A-Za-z]{1,5}(?:号楼|栋|幢|座|组|号|室|单元))(?:[0-9A-Za-z一二三四五六七八九十\-]{1,6}(?:号楼|栋|幢|座|单元|层|楼|室|号)){0,4}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Number();
}
