using System.Collections.Immutable;
using CsCheck;
using Microsoft.Extensions.Options;
using Ticketing.Api;
using Ticketing.Balances;
using Ticketing.Queues;
using Ticketing.Stock;
using Ticketing.Storage;
using Ticketing.Tests.Rules;
using Ticketing.Tests.Support;
using Ticketing.Tickets;

namespace Ticketing.Tests.Properties;

/// <summary>
/// Laws of the pure rules, on random input. A failure prints the seed and the smallest input that fails.
/// </summary>
public class RuleLawsTests
{
    private static readonly TicketCodes Codes =
        new(Options.Create(new TicketOptions { SigningKeys = [TicketKeys.Signing] }));

    [Fact]
    public void A_balance_is_the_sum_of_its_ledger_and_never_below_zero() =>
        Gen.Select(Gen.Enum<LedgerKind>(), Gen.Long[0, 1_000]).List[0, 40].Sample(changes =>
        {
            var row = BalanceRules.Empty(new(Some.User));
            var ledger = new List<LedgerRow>();
            foreach (var (kind, amount) in changes.Where(change => change.Item1 != LedgerKind.Refused))
            {
                var (next, entry, result) = BalanceRules.Decide(row, kind, Change(ledger.Count, amount), Some.Now);
                Assert.Equal(result == BalanceResult.Insufficient, kind == LedgerKind.Debit && amount > row.Balance);
                row = next;
                if (entry is not null) ledger.Add(entry);
                Assert.Equal(ledger.Sum(one => one.Amount), row.Balance);
                Assert.True(row.Balance >= 0);
                Assert.Equal(row.Balance, ledger.Count == 0 ? 0 : ledger[^1].BalanceAfter);
            }
        });

    [Fact]
    public void Money_of_two_currencies_is_never_added() =>
        Gen.Select(Gen.Enum<LedgerKind>(), Gen.Long[0, 1_000], Gen.Int[0, 2]).List[0, 40].Sample(changes =>
        {
            string?[] currencies = [null, "EUR", "KWD"];
            var rows = currencies.Select(currency => BalanceRules.Empty(new(Some.User, currency))).ToArray();
            var ledger = new Dictionary<string, LedgerRow>();
            foreach (var (kind, amount, at) in changes.Where(change => change.Item1 != LedgerKind.Refused))
            {
                var change = new BalanceChange($"operation-{amount % 10}", amount); // some are of another currency
                if (ledger.TryGetValue(change.OperationId, out var known))
                {
                    var repeated = BalanceRules.Repeat(rows[at].Key, known, kind, change);
                    if (known.Currency != currencies[at])
                        Assert.Equal(BalanceResult.OperationReused, repeated.Result);
                    continue;
                }

                var (next, entry, _) = BalanceRules.Decide(rows[at], kind, change, Some.Now);
                rows[at] = next;
                if (entry is not null) ledger.Add(entry.OperationId, entry);
                Assert.All(rows, row => Assert.Equal(
                    ledger.Values.Where(one => one.Currency == row.Currency).Sum(one => one.Amount), row.Balance));
            }
        });

    [Fact]
    public void Stock_never_exceeds_its_capacity_and_returns_to_empty_when_all_is_given_back() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[1, 4], Gen.Bool).List[0, 40].Sample(steps =>
        {
            var key = new StockKey(Some.Schedule, "Floor");
            var ids = Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()).ToArray();
            var draft = StockDraft.Of(key, new StockRow(key, 7, HasSeats: false, 0, 0, 1), [], Some.Now);
            foreach (var (who, quantity, takes) in steps)
            {
                draft = takes
                    ? StockRules.Allocate(draft, ids[who], quantity, orderId: null) ?? draft
                    : StockRules.GiveBack(draft, ids[who], ids[who], quantity);
                var row = draft.Row!;
                Assert.InRange(row.Allocated + row.Sold, 0, row.Capacity);
                var allocated = draft.Takes.Values.Where(take => take.Status == StockTakeStatus.Allocated);
                Assert.Equal(allocated.Sum(take => take.Quantity), row.Allocated);
            }

            foreach (var id in ids) draft = StockRules.GiveBack(draft, id, id, 1);
            Assert.Equal((0, 0), (draft.Row!.Allocated, draft.Row.Sold));
        });

    [Fact]
    public void A_fan_is_never_allowed_more_seats_than_the_limit() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[1, 4], Gen.Int[0, 2]).List[0, 40].Sample(steps =>
        {
            const int Limit = 6;
            var ids = Enumerable.Range(0, 6).Select(_ => Guid.NewGuid()).ToArray();
            var fan = FanRules.Read(known: null, [], Some.Now);
            foreach (var (who, seats, settles) in steps)
            {
                var open = fan.Reservations.GetValueOrDefault(ids[who]);
                if (settles == 0 || open is null)
                    fan = FanRules.Allow(fan, new AllowSeats(ids[who], seats, Limit), Some.Now).Next;
                else
                    fan = FanRules.Settle(fan, new SettledAllowance(ids[who], open.Seats, Made: settles == 1));
                Assert.InRange(fan.Reservations.Values.Sum(entry => entry.Seats), 0, Limit);
            }
        });

    [Fact]
    public void A_draw_gives_every_number_another_turn_and_can_be_read_backwards() =>
        Gen.Select(Gen.Byte.Array[Limits.DrawKeyBytes], Gen.Int[1, 300]).Sample(
            (key, entries) =>
            {
                var order = new DrawOrder(key, entries);
                var turns = Enumerable.Range(1, entries).Select(number => order.TurnOf(number)).ToArray();
                Assert.Equal(Enumerable.Range(1, entries).Select(turn => (long)turn), turns.Order());
                Assert.All(turns, (turn, at) => Assert.Equal(at + 1, order.NumberAt(turn)));
                Assert.Equal(entries + 5, order.TurnOf(entries + 5));
            },
            iter: 200);

    [Fact]
    public void A_cursor_reads_as_it_was_written_and_any_other_text_is_refused()
    {
        Gen.Select(Gen.DateTime[DateTime.UnixEpoch, new DateTime(2100, 1, 1)], Gen.Guid).Sample((at, id) =>
        {
            var moment = new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc));
            var read = List.ReadPosition(List.At(moment, id));
            Assert.Equal((moment, id), (read!.At, read.Id));
        });
        Gen.Long.Sample(number => List.ReadNumber(List.At(number))!.Below == number);
        Gen.String.Sample(text => List.ReadNumber(text) is null || List.At(List.ReadNumber(text)!.Below) == text);
    }

    [Fact]
    public void A_ticket_code_reads_as_it_was_signed_and_no_altered_code_is_read() =>
        Gen.Select(Gen.Guid, Gen.Guid, Gen.String[Gen.Char.AlphaNumeric, 0, 40], Gen.Int[0, 10_000]).Sample(
            (ticket, schedule, seat, at) =>
            {
                var claims = new TicketClaims(ticket, schedule, seat);
                var code = Codes.Sign(claims);
                Assert.Equal(claims, Codes.Read(code));

                var altered = code.ToCharArray();
                altered[at % code.Length] = altered[at % code.Length] == 'A' ? 'B' : 'A';
                Assert.Null(Codes.Read(new string(altered)));
            },
            iter: 200);

    private static readonly Cursor List = Cursor.Of($"the list");

    private static BalanceChange Change(int number, long amount) => new($"change-{number}", amount, Some.Id);
}
