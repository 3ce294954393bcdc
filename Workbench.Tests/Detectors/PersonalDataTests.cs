using System.Globalization;
using Workbench.Core.Detectors;

namespace Workbench.Tests.Detectors;

/// <summary>All numbers are made up by the tests: check digits are computed, the people don't exist.</summary>
public sealed class PersonalDataTests
{
    private static readonly string[] ChineseFrames = ["我的{1}是{0}，请尽快办理。", "{1}：{0}", "麻烦登记一下（{0}）。", "联系人小周，{1}{0}。", "资料如下：\n{0}\n谢谢"];
    private static readonly string[] EnglishFrames = ["My {1} is {0}.", "{1}: {0}", "Please note it down ({0}).", "Contact Sam, {1} {0}, before Friday."];

    private static readonly string[] Innocent =
    [
        "订单号 202611250001234 已发货。", "会议定于2026年11月26日上午10:30举行。", "The total comes to 1,234,567.89 dollars.", "ISBN 978-7-111-12345-6", "版本 12.0.1.20261125",
        "他今年三十五岁，身高175厘米。", "圆周率约为3.14159265358979323846", "See chapter 12, page 345.", "服务热线 95588 全天开通。", "运单尾号 6789", "Flight CA1831 departs at 07:30.", "人民路是这座城市最热闹的街道。",
        "中山市位于广东省中南部。", "He walked down the street and sat in the square.", "The area is 12345678901234567 units.", "用@表示提及某人。", "序列号 E1234", "价格从1380涨到13800元。", "邮政编码 100000", "2026-11-26T10:30:00Z", "110101200013320018",
        "The 1990 Road Traffic Act", "第12号文件", "他住在北京市朝阳区。", "编号 000000000000000000", "3000000000000000",
    ];

    [Fact]
    public void Find_OverSyntheticTexts_IsPreciseAndMissesLittle()
    {
        var random = new Random(11);
        var (right, missed) = (0, new List<string>());
        var rounds = 0;
        foreach (var kind in Enum.GetValues<PersonalDataKind>())
        {
            for (var round = 0; round < 60; round++)
            {
                var english = round % 2 == 0;
                var data = Make(kind, random, english);
                var frames = english ? EnglishFrames : ChineseFrames;
                var text = string.Format(CultureInfo.InvariantCulture, frames[random.Next(frames.Length)], data, Word(kind, english));
                rounds++;
                if (PersonalData.Find(text) is [var span] && span.Kind == kind && span.Found == data)
                {
                    right++;
                }
                else
                {
                    missed.Add($"{kind}: {text} -> {string.Join("; ", PersonalData.Find(text))}");
                }
            }
        }

        Assert.True(right >= 0.97 * rounds, string.Join("\n", missed));
        Assert.All(Innocent, text => Assert.Empty(PersonalData.Find(text)));
    }

    [Theory]
    [InlineData("11010519491231002X", true)]
    [InlineData("110105194912310021", false)]
    [InlineData("110105194902310020", false)]
    [InlineData("990105194912310028", false)]
    public void IsIdCard_ByProvinceDateAndCheckDigit(string number, bool holds) => Assert.Equal(holds, PersonalData.IsIdCard(number));

    [Theory]
    [InlineData("4111111111111111", true)]
    [InlineData("4111111111111112", false)]
    [InlineData("79927398713", false)]
    public void IsCard_ByLengthAndLuhn(string number, bool holds) => Assert.Equal(holds, PersonalData.IsCard(number));

    [Theory]
    [InlineData("电话１３８００１３８０００。", "138******00")]
    [InlineData("write to wang.fang@example.org", "w***@example.org")]
    [InlineData("身份证 11010519491231002X", "110*************2X")]
    [InlineData("卡号 6222 0212 3456 7890 128", "")]
    public void Masked_ShowsNothingThatIdentifies(string text, string masked)
    {
        var spans = PersonalData.Find(text);
        if (masked.Length == 0)
        {
            Assert.Empty(spans.Where(span => span.Kind == PersonalDataKind.BankCard && !PersonalData.IsCard(string.Concat(span.Found.Where(char.IsAsciiDigit)))));
            return;
        }

        Assert.Equal(masked, Assert.Single(spans).Masked.Normalize(System.Text.NormalizationForm.FormKC));
    }

    [Fact]
    public void Find_HostileText_EndsInTime()
    {
        foreach (var text in new[] { new string('1', 300_000), string.Concat(Enumerable.Repeat("市", 100_000)), string.Concat(Enumerable.Repeat("北京市朝阳区", 30_000)), string.Concat(Enumerable.Repeat("a.", 100_000)), string.Concat(Enumerable.Repeat("1 Aa ", 40_000)) })
        {
            Assert.NotNull(Record(text));
        }

        static object Record(string text) => PersonalData.Find(text);
    }

    private static string Word(PersonalDataKind kind, bool english) => (kind, english) switch
    {
        (PersonalDataKind.IdCard, true) => "ID number",
        (PersonalDataKind.IdCard, _) => "身份证号",
        (PersonalDataKind.Mobile, true) => "phone",
        (PersonalDataKind.Mobile, _) => "手机号",
        (PersonalDataKind.BankCard, true) => "card",
        (PersonalDataKind.BankCard, _) => "银行卡号",
        (PersonalDataKind.Passport, true) => "passport number",
        (PersonalDataKind.Passport, _) => "护照号",
        (PersonalDataKind.Email, true) => "e-mail",
        (PersonalDataKind.Email, _) => "邮箱",
        (_, true) => "address",
        _ => "住址",
    };

    private static string Make(PersonalDataKind kind, Random random, bool english)
    {
        string Some(string words) => words.Split(' ')[random.Next(words.Split(' ').Length)];
        string Digits(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + random.Next(10))));
        switch (kind)
        {
            case PersonalDataKind.IdCard:
                var body = $"{Some("110101 310115 440304 510107 330106")}{new DateOnly(1950, 1, 1).AddDays(random.Next(20_000)):yyyyMMdd}{Digits(3)}";
                return "0123456789X".Select(check => body + check).Single(PersonalData.IsIdCard);
            case PersonalDataKind.Mobile:
                var (head, middle, tail) = ($"1{random.Next(3, 10)}{random.Next(10)}", Digits(4), Digits(4));
                return Some("{0}{1}{2} {0}-{1}-{2} +86{0}{1}{2}").Replace("{0}", head, StringComparison.Ordinal).Replace("{1}", middle, StringComparison.Ordinal).Replace("{2}", tail, StringComparison.Ordinal);
            case PersonalDataKind.BankCard:
                var card = $"{Some("622848 621700 4539 5212")}{Digits(11)}";
                card = "0123456789".Select(check => card + check).Single(PersonalData.IsCard);
                return random.Next(2) == 0 ? card : string.Join(' ', card.Chunk(4).Select(part => new string(part)));
            case PersonalDataKind.Passport:
                return $"{Some("E G EA")}"[..1] + Digits(8);
            case PersonalDataKind.Email:
                return $"{Some("li.na wangwei sam_t zhou88")}@{Some("example.org mail.example.com example.cn")}";
            default:
                return english
                    ? $"{random.Next(1, 999)} {Some("Maple Oak King's Mill")} {Some("Street Road Avenue Lane")}, {Some("Leeds Boston Dublin")}"
                    : $"{Some("北京市海淀区 上海市浦东新区 浙江省杭州市西湖区")}{Some("中关村南 世纪 文三")}{Some("大街 路")}{random.Next(1, 400)}号{random.Next(1, 20)}栋{random.Next(101, 900)}室";
        }
    }
}
