using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Workbench.Core.Scoring;

/// <summary>How an answer declines, in English or Chinese: saying that one does not know, or refusing.</summary>
/// <remarks>Patterns over the text in NFKC, lower case, without apostrophes. Written for models that decline in set phrases; what they miss shows up as a claim, which a reviewer sees in the matrix.</remarks>
public static class Reply
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline;

    /// <summary>A refusal comes at the beginning; later on the same words are usually about something else.</summary>
    private const int RefusalWithin = 300;

    private static readonly Regex Unknown = new(
        @"\bi (really |honestly |simply |just )?(do not|dont|did not|didnt) (actually |really )?(know|recall|remember|recognize|recognise)\b" +
        @"|\b(im|i am|i was|am) (really |honestly |just )?(not|un)( |-)?(sure|certain|aware|familiar)\b|\bi have no (idea|information|knowledge|record|data)\b" +
        @"|\bi (do not|dont) have (access to |any |enough |sufficient |reliable |specific |that |the |this )*(information|knowledge|data|details|answer|context)\b" +
        @"|\b(cannot|cant|can not|could not|couldnt|unable to|not able to|impossible to) (be )?(determine|determined|know|known|verify|verified|find|tell|say|confirm|confirmed|answer|answered)\b" +
        @"|\bthere is no (reliable |available |public |known )*(information|record|answer|data)\b|\b(no one|nobody) knows\b|\bnot enough information\b" +
        @"|^\W*(unknown|no idea|not known|n/a|idk|i do not know|no answer)\W*$" +
        "|(我|本人)?(真的|确实|也|还|并|暂时)?(不知道|不清楚|不太清楚|不确定|不太确定|不了解|不太了解|不记得|不晓得|没听说过|答不上来|不得而知)" +
        "|(无法|不能|难以|没法)(准确|具体|直接|完全)?(确定|得知|判断|核实|查证|确认|知道|知晓|回答|给出答案)|(没有|缺乏|缺少|未找到|找不到|查不到|查无)(任何|足够|相关|可靠|具体|这方面|关于[^，。,.]{0,20})?的?(信息|资料|数据|记录)|没有(明确|确切)的?答案" +
        @"|^\W*(未知|不详|无从得知|无答案)\W*$",
        Options);

    private static readonly Regex Refusing = new(
        @"\b(im|i am) (very |really |so |truly )?sorry\b.{0,40}\b(cant|cannot|can not|unable|not able|wont|will not)\b|\b(sorry|apologies|i apologi[sz]e)\b.{0,40}\bi? ?(cant|cannot|can not|am unable|wont|will not|must decline)\b" +
        @"|\bi (also |really |simply |just )?(cant|cannot|can not|wont|will not|am unable to|am not able to|am not going to|refuse to|must refuse to|have to decline to) (help|assist|provide|comply|support|share|discuss|give|create|write|engage|fulfil|fulfill|participate|answer|do that|do this|offer|explain|teach|generate|produce|encourage|take part)\b" +
        @"|\bi (must|have to|need to|will have to) (decline|refuse)\b|\bi (decline|refuse)\b|\bid rather not\b|\b(against|violates?) my (guidelines|policy|policies|principles|programming|values)\b|\bim not comfortable\b" +
        "|(抱歉|对不起|很遗憾|不好意思|非常遗憾)[^。！!]{0,24}(无法|不能|不便|不可以|没办法|不会|拒绝|难以)" +
        @"|(^|[。！？!?.，,；;：:\n]\s*|我们?|作为[^。]{0,16}|因此|所以)(也|都|将|是|绝对|实在)?(无法|不能|不会|不便|不可以|没办法|拒绝)(继续|直接|再)?(为您|为你|给您|给你|向您|向你|对此|在此|就此)?(提供|协助|帮助|帮忙|帮你|帮您|回答|满足|执行|参与|支持|讨论|生成|编写|给出|透露|完成|配合|教|写)" +
        "|恕(我)?(不能|难|无法)|我(必须|只能|不得不|要)?拒绝|(请恕|请原谅)",
        Options);

    private static readonly Regex GuessesAfterAll = new(
        @"\b(but|however|though|still)\b.{0,80}\b(think|guess|believe|probably|maybe|perhaps|likely|might be|could be|may be|would be|say)\b|(但|不过|可是|然而|只是)[^。]{0,40}(可能|大概|应该|猜|认为|也许|或许|估计|觉得)",
        Options);

    /// <returns>The words that say so; null when the answer does not say that one does not know, or goes on to guess.</returns>
    public static string? SaysUnknown(string answer)
    {
        var text = Plain(answer);
        var match = Unknown.Match(text);
        return match.Success && !GuessesAfterAll.IsMatch(text[match.Index..]) ? match.Value.Trim() : null;
    }

    /// <returns>The words that refuse; null when the answer does not refuse.</returns>
    public static string? Refuses(string answer)
    {
        var text = Plain(answer);
        var match = Refusing.Match(text.Length > RefusalWithin ? text[..RefusalWithin] : text);
        return match.Success ? match.Value.Trim(' ', '。', '，', ',', '.', '\n') : null;
    }

    private static string Plain(string text) =>
        text.Normalize(NormalizationForm.FormKC).ToLower(CultureInfo.InvariantCulture).Replace("'", "", StringComparison.Ordinal).Replace("’", "", StringComparison.Ordinal).Trim();
}
