using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Workbench.Core.Language;

/// <summary>What a failure that nobody foresaw says, as the argument of a sentence in either language: by kind where it has one, else cited.</summary>
public static class FailureWords
{
    public static string Of(Exception failure) => failure switch
    {
        InputException wrong => Phrase.Both(wrong.Problems[0].Message),
        IReasoned told => Phrase.Both(told.Reason),
        JsonException broken => JsonWords.Of(broken),
        HttpRequestException or HttpIOException or SocketException or TimeoutException => ConnectionWords.Of(failure),
        IOException { InnerException: SocketException } => ConnectionWords.Of(failure),
        IOException or UnauthorizedAccessException or DecoderFallbackException => FileWords.Of(failure),
        InvalidDataException => Phrase.Both(new Phrase("Language.NotWhole", failure.Message)),
        _ => Phrase.Both(new Phrase("Language.Cited", failure.Message)),
    };
}
