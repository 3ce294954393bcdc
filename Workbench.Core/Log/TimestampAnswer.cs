using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Workbench.Core.Language;

namespace Workbench.Core.Log;

/// <summary>A time-stamp authority's answer (RFC 3161 TimeStampResp) that holds a token.</summary>
public sealed class TimestampAnswer
{
    /// <summary>An answer with a whole chain of certificates has a few KiB.</summary>
    public const int LargestResponse = 64 << 10;

    private readonly Rfc3161TimestampToken _token;

    private TimestampAnswer(Rfc3161TimestampToken token, byte[] response) => (_token, Response) = (token, response);

    /// <summary>As it came, DER.</summary>
    public byte[] Response { get; }

    /// <summary>Time the authority says, UTC.</summary>
    public DateTimeOffset At => _token.TokenInfo.Timestamp.ToUniversalTime();

    /// <param name="problem">Why there is no token.</param>
    public static bool TryRead(byte[] response, [NotNullWhen(true)] out TimestampAnswer? answer, [NotNullWhen(false)] out Phrase? problem)
    {
        answer = null;
        problem = new Phrase("Log.TimestampUnreadable");
        if (response.Length > LargestResponse)
        {
            return false;
        }

        try
        {
            var whole = new AsnReader(response, AsnEncodingRules.BER);
            var parts = whole.ReadSequence();
            whole.ThrowIfNotEmpty();
            var status = parts.ReadSequence().ReadInteger();
            if (status > 1 || !parts.HasData)
            {
                problem = new Phrase("Log.TimestampRefused", $"{status}");
                return false;
            }

            var encoded = parts.ReadEncodedValue();
            if (!Rfc3161TimestampToken.TryDecode(encoded, out var token, out var used) || used != encoded.Length)
            {
                return false;
            }

            (answer, problem) = (new TimestampAnswer(token, response), null);
            return true;
        }
        catch (Exception error) when (error is AsnContentException or CryptographicException)
        {
            problem = new Phrase("Log.TimestampUnreadable");
            return false;
        }
    }

    /// <summary>It names the hash of these bytes; says nothing of who says so.</summary>
    public bool Names(ReadOnlySpan<byte> data) => Hash(data) is { } hash && _token.TokenInfo.GetMessageHash().Span.SequenceEqual(hash);

    /// <summary>It names the hash of these bytes and is signed by the certificate in it, which is one for time-stamps. Whether that certificate is to be believed is for whoever checks.</summary>
    /// <param name="authority">Name in that certificate.</param>
    public bool Vouches(ReadOnlySpan<byte> data, [NotNullWhen(true)] out string? authority)
    {
        authority = null;
        try
        {
            if (!Names(data) || !_token.VerifySignatureForData(data, out var signer))
            {
                return false;
            }

            using (signer)
            {
                authority = signer.GetNameInfo(X509NameType.SimpleName, false) is { Length: > 0 } name ? name : signer.Subject;
                return true;
            }
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <returns>Null for a hash that no longer proves anything.</returns>
    private byte[]? Hash(ReadOnlySpan<byte> data) => _token.TokenInfo.HashAlgorithmId.Value switch
    {
        "2.16.840.1.101.3.4.2.1" => SHA256.HashData(data),
        "2.16.840.1.101.3.4.2.2" => SHA384.HashData(data),
        "2.16.840.1.101.3.4.2.3" => SHA512.HashData(data),
        _ => null,
    };
}
