using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Workbench.Core.Inference;
using Workbench.Core.Language;

namespace Workbench.Tests.Language;

public sealed class FailureWordsTests
{
    public static TheoryData<Exception, string, string> Kinds => new()
    {
        { new InputException(new InputProblem(new Phrase("Language.DiskFull"))), "the disk is full.", "磁盘已满。" },
        { new ModelUnavailableException(new Phrase("Language.DiskFull")), "the disk is full.", "磁盘已满。" },
        { new JsonException(), "an object was expected", "应为一个对象" },
        { new FileNotFoundException("Could not find file"), "there is no such file.", "文件不存在。" },
        { new IOException("Unable to read", new SocketException((int)SocketError.ConnectionReset)), "the other side closed the connection", "对方关闭了连接" },
        { new InvalidDataException("End of Central Directory"), "it is damaged, or nothing of this kind: “End of Central Directory”", "已损坏，或不是这类内容：“End of Central Directory”" },
        { new InvalidOperationException("Sequence contains no elements"), "“Sequence contains no elements”", "“Sequence contains no elements”" },
    };

    [Theory, MemberData(nameof(Kinds))]
    public void Of_Failure_SaysItsKindInEachLanguage(Exception failure, string english, string chinese)
    {
        var said = new Phrase("Runs.RunFailed", FailureWords.Of(failure));

        Assert.Equal($"The run stopped: {english}", said.In(CultureInfo.GetCultureInfo("en")));
        Assert.Equal($"运行已停止：{chinese}", said.In(CultureInfo.GetCultureInfo("zh-Hans")));
    }
}
