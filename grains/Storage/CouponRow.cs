using Ticketing.Coupons;

namespace Ticketing.Storage;

/// <param name="Code">As in its grain's key.</param>
/// <param name="Used">Uses that were taken and not given back.</param>
public sealed record CouponRow(string Code, CouponTerms Terms, int Used, long Version) : IVersionedRow;
