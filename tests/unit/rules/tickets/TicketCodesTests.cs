using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Ticketing.Tickets;

namespace Ticketing.Tests.Rules.Tickets;

public class TicketCodesTests
{
    private const int SignatureBytes = 64;

    private static readonly string Key = NewKey();
    private static readonly TicketClaims Claims = new(Some.Id, Some.Schedule, "Stalls-1-12");
    private static readonly TicketCodes Codes = With(Key);

    [Theory]
    [InlineData("Stalls-1-12")]
    [InlineData("")]
    [InlineData("Loge Ü/3 – 座席")]
    public void A_code_says_what_was_signed_and_fits_into_an_address(string seat)
    {
        var code = Codes.Sign(Claims with { SeatId = seat });

        Assert.Equal(Claims with { SeatId = seat }, Codes.Read(code));
        Assert.Matches("^[A-Za-z0-9_-]+$", code);
    }

    [Fact]
    public void The_longest_seat_makes_the_longest_code()
    {
        var seat = string.Concat(Enumerable.Repeat("座", Limits.MaxNameLength));

        var code = Codes.Sign(Claims with { SeatId = seat });

        Assert.True(code.Length <= TicketCodes.MaxLength);
        Assert.Equal(seat, Codes.Read(code)!.SeatId);
    }

    [Fact]
    public void Every_altered_byte_is_refused()
    {
        var code = Base64Url.DecodeFromChars(Codes.Sign(Claims));
        for (var at = 0; at < code.Length; at++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var altered = code.ToArray();
                altered[at] ^= (byte)(1 << bit);
                Assert.Null(Codes.Read(Base64Url.EncodeToString(altered)));
            }
        }
    }

    [Fact]
    public void Every_altered_character_is_refused_also_where_it_stands_for_the_same_bytes()
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/= ";
        var code = Codes.Sign(Claims);
        foreach (var at in new[] { 0, 1, 8, 20, code.Length / 2, code.Length - 2, code.Length - 1 })
        {
            foreach (var other in alphabet.Where(c => c != code[at]))
                Assert.Null(Codes.Read($"{code[..at]}{other}{code[(at + 1)..]}"));
        }
    }

    [Fact]
    public void What_is_longer_or_shorter_is_refused()
    {
        var code = Codes.Sign(Claims);
        foreach (var other in new[]
        {
            "", "=", "\n", " " + code, code + "\n", code + "=", code + "A", code + "AAAA", code[..^1], code[..^4],
            code[1..], code + code, new string('A', 200), new string('A', 10_000), "ü" + code,
        })
        {
            Assert.Null(Codes.Read(other));
        }
    }

    /// <summary>If (r, s) satisfies the equation of ECDSA, so does (r, n - s).</summary>
    [Fact]
    public void The_twin_of_a_signature_is_refused()
    {
        var order = new System.Numerics.BigInteger(
            Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"),
            isUnsigned: true,
            isBigEndian: true);
        for (var round = 0; round < 20; round++)
        {
            var code = Base64Url.DecodeFromChars(Codes.Sign(Claims));
            var second = new System.Numerics.BigInteger(code.AsSpan(^32..), isUnsigned: true, isBigEndian: true);
            var twin = (order - second).ToByteArray(isUnsigned: true, isBigEndian: true);
            var altered = code.ToArray();
            altered.AsSpan(^32..).Clear();
            twin.CopyTo(altered.AsSpan(^twin.Length..));

            using var key = Public(Key);
            Assert.True(key.VerifyData(
                altered.AsSpan(..^SignatureBytes), altered.AsSpan(^SignatureBytes..), HashAlgorithmName.SHA256));
            Assert.Null(Codes.Read(Base64Url.EncodeToString(altered)));
        }
    }

    [Fact]
    public void Whoever_has_the_published_key_can_check_a_code()
    {
        var published = Assert.Single(Codes.PublicKeys);
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint
            {
                X = Base64Url.DecodeFromChars(published.X),
                Y = Base64Url.DecodeFromChars(published.Y),
            },
        });

        var code = Base64Url.DecodeFromChars(Codes.Sign(Claims));

        Assert.Equal(published.Id, Base64Url.EncodeToString(code.AsSpan(1, 6)));
        Assert.Equal(Some.Id, new Guid(code.AsSpan(7, 16), bigEndian: true));
        Assert.Equal(Some.Schedule, new Guid(code.AsSpan(23, 16), bigEndian: true));
        Assert.Equal(Claims.SeatId, Encoding.UTF8.GetString(code.AsSpan(39..^SignatureBytes)));
        Assert.True(key.VerifyData(
            code.AsSpan(..^SignatureBytes), code.AsSpan(^SignatureBytes..), HashAlgorithmName.SHA256));
    }

    [Fact]
    public void While_keys_are_changed_the_first_signs_and_both_are_accepted()
    {
        var (next, stranger) = (NewKey(), NewKey());
        var both = With(next, Key);
        var code = both.Sign(Claims);

        Assert.Equal(Claims, both.Read(Codes.Sign(Claims)));
        Assert.Equal(Claims, With(next).Read(code));
        Assert.Null(Codes.Read(code));
        Assert.Null(With(stranger).Read(code));
        Assert.Equal(2, both.PublicKeys.Length);
    }

    [Fact]
    public void A_key_may_be_given_in_pem_or_as_openssl_writes_it()
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(Key), out _);
        string[] written =
        [
            key.ExportPkcs8PrivateKeyPem(), key.ExportECPrivateKeyPem(),
            Convert.ToBase64String(key.ExportECPrivateKey()),
        ];
        foreach (var text in written)
            Assert.Equal(Claims, With(text).Read(Codes.Sign(Claims)));
    }

    [Fact]
    public void Only_one_or_two_different_private_keys_on_the_curve_will_do()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        using var key = Public(Key);
        Assert.Empty(Faults(Key));
        Assert.Empty(Faults(Key, NewKey()));
        foreach (var keys in new string[][]
        {
            [],
            [Key, NewKey(), NewKey()],
            [Key, Key],
            [Key, "no key"],
            [""],
            [Convert.ToBase64String(other.ExportPkcs8PrivateKey())],
            [Convert.ToBase64String(rsa.ExportPkcs8PrivateKey())],
            [rsa.ExportPkcs8PrivateKeyPem()],
            [key.ExportSubjectPublicKeyInfoPem()],
            ["-----BEGIN PRIVATE KEY-----"],
        })
        {
            Assert.Contains("Ticketing:Tickets:SigningKeys", Assert.Single(Faults(keys)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Several_threads_sign_and_read_at_once() =>
        Parallel.For(0, 400, number =>
        {
            var claims = Claims with { SeatId = $"{number}" };
            Assert.Equal(claims, Codes.Read(Codes.Sign(claims)));
        });

    private static string NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Convert.ToBase64String(key.ExportPkcs8PrivateKey());
    }

    private static ECDsa Public(string key)
    {
        using var whole = ECDsa.Create();
        whole.ImportPkcs8PrivateKey(Convert.FromBase64String(key), out _);
        return ECDsa.Create(whole.ExportParameters(includePrivateParameters: false));
    }

    private static TicketCodes With(params string[] keys) =>
        new(Options.Create(new TicketOptions { SigningKeys = keys }));

    private static string[] Faults(params string[] keys)
    {
        var options = new TicketOptions { SigningKeys = keys };
        return [.. options.Validate(new(options)).Select(fault => fault.ErrorMessage!)];
    }
}
