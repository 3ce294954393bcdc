using System.Text;

namespace Workbench.Core.Language;

/// <summary>Why a file or folder can't be read or written, as the argument of a sentence in either language.</summary>
public static class FileWords
{
    /// <param name="path">The file that was meant; where a folder lies there, that is what is wrong.</param>
    public static string Of(Exception refused, string? path = null) => Phrase.Both(refused switch
    {
        InputException told => told.Problems[0].Message,
        DecoderFallbackException => new Phrase("Language.NotUtf8"),
        EndOfStreamException => new Phrase("Language.FileEndsEarly"),
        _ when Number(refused) is { } known => new Phrase($"Language.{known}"),
        _ when path is not null && Directory.Exists(path) => new Phrase("Language.FileIsFolder"),
        FileNotFoundException => new Phrase("Language.FileMissing"),
        DirectoryNotFoundException => new Phrase("Language.FolderMissing"),
        UnauthorizedAccessException => new Phrase("Language.FileDenied"),
        PathTooLongException => new Phrase("Language.FileNameTooLong"),
        _ => new Phrase("Language.Cited", refused.Message),
    });

    // Windows gives its own numbers, Linux and macOS those of the C library, which differ where two stand in one line.
    private static string? Number(Exception refused) => refused is not IOException ? null : (refused.HResult, OperatingSystem.IsWindows()) switch
    {
        (unchecked((int)0x80070020) or unchecked((int)0x80070021), _) or (11 or 35 or 16 or 26, false) => "FileInUse",
        (unchecked((int)0x80070070) or unchecked((int)0x80070027), _) or (28 or 122 or 69, false) => "DiskFull",
        (unchecked((int)0x80070013), _) or (30, false) => "DiskReadOnly",
        (unchecked((int)0x80070050) or unchecked((int)0x800700B7), _) or (17, false) => "FileThere",
        (21, false) => "FileIsFolder",
        (5, false) => "DiskFails",
        (24 or 23, false) => "TooManyOpen",
        _ => null,
    };
}
