using System.Globalization;
using System.Text;
using Workbench.Core.Language;

namespace Workbench.Tests.Language;

public sealed class FileWordsTests
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-Hans");

    public static TheoryData<Exception, string, string> Kinds => new()
    {
        { new FileNotFoundException("Could not find file"), "there is no such file.", "文件不存在。" },
        { new DirectoryNotFoundException("Could not find a part"), "there is no such folder.", "所在文件夹不存在。" },
        { new UnauthorizedAccessException("Access to the path is denied."), "the workbench has no permission for it.", "工作台没有访问权限。" },
        { new PathTooLongException("too long"), "the name is too long.", "名称过长。" },
        { new IOException("There is not enough space on the disk.", unchecked((int)0x80070070)), "the disk is full.", "磁盘已满。" },
        { new IOException("being used by another process", unchecked((int)0x80070020)), "another program has it open.", "另一个程序正在使用它。" },
        { new EndOfStreamException("Unable to read beyond the end"), "it ends too early; it may not have been copied whole.", "内容提前结束，可能没有复制完整。" },
        { new DecoderFallbackException("Unable to translate bytes"), "it is not text in UTF-8.", "不是 UTF-8 编码的文本。" },
        { new IOException("Something new"), "“Something new”", "“Something new”" },
        { new InputException(new InputProblem(new Phrase("Language.FileMissing"))), "there is no such file.", "文件不存在。" },
    };

    [Theory, MemberData(nameof(Kinds))]
    public void Of_Failure_SaysItsKindInEachLanguage(Exception refused, string english, string chinese)
    {
        Assert.Equal($"The file could not be read: {english}", new Phrase("Suites.Unreadable", FileWords.Of(refused)).In(English));
        Assert.EndsWith(chinese, new Phrase("Suites.Unreadable", FileWords.Of(refused)).In(Chinese));
    }

    [Fact]
    public void Of_FolderForAFile_SaysSo()
    {
        var folder = Path.GetTempPath();
        var refused = Assert.ThrowsAny<Exception>(() => File.ReadAllText(folder));

        Assert.EndsWith("a folder lies there, not a file.", new Phrase("Suites.Unreadable", FileWords.Of(refused, folder)).In(English));
    }

    [Fact]
    public void Of_FileThatIsNotThere_SaysSo()
    {
        var refused = Assert.ThrowsAny<IOException>(() => File.ReadAllText(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("n"))));

        Assert.EndsWith("文件不存在。", new Phrase("Suites.Unreadable", FileWords.Of(refused)).In(Chinese));
    }
}
