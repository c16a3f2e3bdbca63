using Ticketing.Storage;
using static NpgsqlTypes.NpgsqlDbType;

namespace Ticketing.Postgres;

/// <summary>The statements of a commit that write coupons and their uses; see <see cref="TableWrites"/>.</summary>
internal static class CouponWrites
{
    public static readonly TableWrite<CouponRow> NewCoupons = new(
        """
        insert into coupons (code, kind, value, valid_from, valid_until, total_uses, uses_per_fan, minimum_amount,
            used, version)
        select unnest($1), unnest($2), unnest($3), unnest($4), unnest($5), unnest($6), unnest($7), unnest($8),
            unnest($9), unnest($10)
        """,
        CouponColumns);

    public static readonly TableWrite<CouponRow> ChangedCoupons = new(
        """
        with written as (
            update coupons p set kind = c.kind, value = c.value, valid_from = c.valid_from,
                valid_until = c.valid_until, total_uses = c.total_uses, uses_per_fan = c.uses_per_fan,
                minimum_amount = c.minimum_amount, used = c.used, version = c.version
            from (select unnest($1) as code, unnest($2) as kind, unnest($3) as value, unnest($4) as valid_from,
                unnest($5) as valid_until, unnest($6) as total_uses, unnest($7) as uses_per_fan,
                unnest($8) as minimum_amount, unnest($9) as used, unnest($10) as version) c
            where p.code = c.code and p.version = c.version - 1
            returning 1)
        select expect_rows('coupons', cardinality($1), (select count(*) from written))
        """,
        CouponColumns);

    public static readonly TableWrite<CouponUseRow> NewUses = new(
        """
        insert into coupon_uses (code, order_id, user_id, discount, status, reason, at, version)
        select unnest($1), unnest($2), unnest($3), unnest($4), unnest($5), unnest($6), unnest($7), unnest($8)
        """,
        TableWrite<CouponUseRow>.Column(Text, row => row.Code),
        TableWrite<CouponUseRow>.Column(Uuid, row => row.OrderId),
        TableWrite<CouponUseRow>.Column(Uuid, row => row.UserId),
        TableWrite<CouponUseRow>.Column(Bigint, row => row.Discount),
        TableWrite<CouponUseRow>.Column(Smallint, row => (short)row.Status),
        TableWrite<CouponUseRow>.Column(Text, row => row.Reason),
        TableWrite<CouponUseRow>.Column(TimestampTz, row => row.At.UtcDateTime),
        TableWrite<CouponUseRow>.Column(Bigint, row => row.Version));

    public static readonly TableWrite<CouponUseRow> ChangedUses = new(
        """
        with written as (
            update coupon_uses u set discount = c.discount, status = c.status, reason = c.reason, at = c.at,
                version = c.version
            from (select unnest($1) as code, unnest($2) as order_id, unnest($3) as discount, unnest($4) as status,
                unnest($5) as reason, unnest($6) as at, unnest($7) as version) c
            where u.code = c.code and u.order_id = c.order_id and u.version = c.version - 1
            returning 1)
        select expect_rows('coupon_uses', cardinality($1), (select count(*) from written))
        """,
        TableWrite<CouponUseRow>.Column(Text, row => row.Code),
        TableWrite<CouponUseRow>.Column(Uuid, row => row.OrderId),
        TableWrite<CouponUseRow>.Column(Bigint, row => row.Discount),
        TableWrite<CouponUseRow>.Column(Smallint, row => (short)row.Status),
        TableWrite<CouponUseRow>.Column(Text, row => row.Reason),
        TableWrite<CouponUseRow>.Column(TimestampTz, row => row.At.UtcDateTime),
        TableWrite<CouponUseRow>.Column(Bigint, row => row.Version));

    private static Func<CouponRow[], Npgsql.NpgsqlParameter>[] CouponColumns =>
    [
        TableWrite<CouponRow>.Column(Text, row => row.Code),
        TableWrite<CouponRow>.Column(Smallint, row => (short)row.Terms.Kind),
        TableWrite<CouponRow>.Column(Bigint, row => row.Terms.Value),
        TableWrite<CouponRow>.Column(TimestampTz, row => row.Terms.ValidFrom.UtcDateTime),
        TableWrite<CouponRow>.Column(TimestampTz, row => row.Terms.ValidUntil.UtcDateTime),
        TableWrite<CouponRow>.Column(Integer, row => row.Terms.TotalUses),
        TableWrite<CouponRow>.Column(Integer, row => row.Terms.UsesPerFan),
        TableWrite<CouponRow>.Column(Bigint, row => row.Terms.MinimumAmount),
        TableWrite<CouponRow>.Column(Integer, row => row.Used),
        TableWrite<CouponRow>.Column(Bigint, row => row.Version),
    ];
}
