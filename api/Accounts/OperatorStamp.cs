using System.Security.Cryptography;
using System.Text;
using Ticketing.Accounts;

namespace Ticketing.Api;

/// <summary>
/// What an operator's token and account must agree on: another password makes another stamp. A digest of the salted
/// hash tells nothing about the password.
/// </summary>
internal static class OperatorStamp
{
    public const string ClaimType = "stamp";

    public static string Of(Account account) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(account.PasswordHash)));
}
