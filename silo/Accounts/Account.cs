namespace Ticketing.Accounts;

/// <param name="Email">Lower case, ASCII.</param>
/// <param name="PasswordHash">As ASP.NET's password hasher wrote it.</param>
public sealed record Account(Guid Id, string Email, string PasswordHash, bool IsOperator);
