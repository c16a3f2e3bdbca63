using Microsoft.AspNetCore.Authorization;

namespace Ticketing.Api;

/// <summary>The caller is an operator now, not only when the token was issued.</summary>
internal sealed record OperatorRequirement : IAuthorizationRequirement;
