using System.Text.Json.Nodes;

namespace Ticketing.Tests.Api;

/// <summary>Every text of every request passes the same door.</summary>
[Collection(ApiCollection.Name)]
public sealed class TypedTextTests(ApiFixture fixture)
{
    private const int DefaultMaxLength = 200;

    private readonly ApiServer server = fixture.Server;

    /// <summary>How texts are treated that people type; a member that is not listed here is a name.</summary>
    private enum Treatment
    {
        Name,
        Lines,
        Code,
        Email,
        Password,
        Id,
        Listed, // one of a list of names, none of which is a text of this test
    }

    private static Treatment TreatmentOf(TextMember member) => member.Path[^1] switch
    {
        "description" => Treatment.Lines,
        "couponCode" or "code" or "topic" or "group" => Treatment.Code,
        "email" => Treatment.Email,
        "password" => Treatment.Password,
        "seats" => Treatment.Id,
        "timeZone" or "currency" => Treatment.Listed,
        _ => Treatment.Name,
    };

    [Fact]
    public async Task Every_string_of_every_body_is_treated_as_what_it_is()
    {
        var valid = await ValidRequests.PrepareAsync(server);
        var members = await TextMember.ReadAllAsync(server);
        List<string> wrong = [];
        foreach (var member in members)
        {
            foreach (var (what, text, isFine) in Texts(TreatmentOf(member), member.MaxLength ?? DefaultMaxLength))
            {
                var body = member.In(Base(member, valid), text);
                var answer = await valid.Caller.SendAsync(
                    member.Operation.Method,
                    member.Operation.Address(valid.IdFor(member.Operation)),
                    new StringContent(body, null, "application/json"),
                    ("Idempotency-Key", $"{Guid.NewGuid()}"));
                var isTaken = isFine || (IsPasswordOfSignIn(member) && WasTakenBefore(text));
                if (answer.Status >= 500 || IsBlamed(answer, member.JsonPath) == isTaken)
                    wrong.Add($"{member.Name} with {what}: {answer.Status} {answer.Text}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Empty(server.Log.Errors);
        Assert.True(members.Count >= 14, $"Only {members.Count} members were found.");
    }

    /// <summary>
    /// Texts, and whether the door takes them. A code may still be of no coupon and a password of no account: those
    /// answers do not blame the member.
    /// </summary>
    private static IEnumerable<(string What, string Text, bool IsFine)> Texts(Treatment treatment, int maxLength)
    {
        var isFree = treatment is Treatment.Name or Treatment.Lines;
        yield return ("half of a character", "half \ud800 of one", false);
        yield return ("too many characters", Emoji(maxLength + 1), false);
        if (treatment is not Treatment.Code and not Treatment.Email and not Treatment.Listed)
            yield return ("as many emoji as are allowed", Emoji(maxLength), true);
        yield return ("a bell", "long\u0007enough", false);
        yield return ("zero-width characters only", "\u200b\u2060\u200b\u2060\u200b\u2060\u200b\u2060",
            treatment is Treatment.Lines);
        if (isFree)
        {
            yield return ("blanks around", " \u3000\tNorth\u200b\r\n ", true);
            yield return ("a decomposed letter", "Bu\u0308hne", true);
            yield return ("a mark of direction", "\u05e9\u05dc\u05d5\u05dd!\u200f", true);
            yield return ("an override of direction that is not ended", "a\u202eb", false);
            yield return ("two lines", "one\ntwo", treatment is Treatment.Lines);
        }

        switch (treatment)
        {
            case Treatment.Email:
                yield return ("blanks around", " x@example.com\r\n", true);
                yield return ("a decomposed letter", "x@bu\u0308cher.example", true);
                yield return ("a mark of direction within", "x\u200f@example.com", false);
                break;
            case Treatment.Password:
                yield return ("blanks around", "  long enough  ", true);
                yield return ("a decomposed letter", "long enou\u0308gh", true);
                yield return ("four emoji", Emoji(4), false);
                break;
            case Treatment.Id:
                yield return ("blanks around", " A-1 ", true);
                yield return ("a decomposed letter", "Bu\u0308hne", true);
                break;
        }
    }

    private static string Emoji(int count) => string.Concat(Enumerable.Repeat("\U0001F3AB", count));

    private static bool IsPasswordOfSignIn(TextMember member) =>
        member.JsonPath == "$.password" && member.Name.Contains("/session", StringComparison.Ordinal);

    /// <summary>A password of an account that an earlier release may have made.</summary>
    private static bool WasTakenBefore(string password) =>
        password.Length is >= 8 and <= 128 && Ticketing.Texts.IsWellFormed(password);

    /// <summary>A category that the sale does not have is blamed by another problem, not by the door.</summary>
    private static bool IsBlamed(ApiAnswer answer, string path) =>
        answer.Status is 400 or 422
        && answer.Json["type"]!.GetValue<string>().StartsWith("/problems/invalid-", StringComparison.Ordinal)
        && (answer.Json["errors"]?.AsArray() ?? []).Any(error => error!["field"]!.GetValue<string>() == path);

    private static JsonObject Base(TextMember member, ValidRequests valid)
    {
        var body = JsonNode.Parse(valid.BodyFor(member.Operation)!)!.AsObject();
        switch (member.JsonPath)
        {
            case "$.category":
                body.Remove("seats");
                body["quantity"] = 1;
                break;
            case "$.planRevision":
                body.Remove("seats");
                body["seatIndexes"] = new JsonArray(0);
                break;
            case "$.admissions[0].category":
                body["admissions"] = new JsonArray(new JsonObject { ["capacity"] = 1, ["price"] = 1 });
                break;
        }

        return body;
    }

    [Fact]
    public async Task A_title_comes_back_as_it_is_meant()
    {
        var boss = await server.OperatorAsync();
        var made = (await boss.PostAsync("/operator/concerts", new
        {
            title = "\ufeff  Tra\u0308ume \U0001F3AB\r\n",
            venue = "\u05e9\u05dc\u05d5\u05dd!\u200f ",
            description = " one\r\ntwo\n",
        })).ShouldBe(201);

        Assert.Equal("Tr\u00e4ume \U0001F3AB", made["title"]!.GetValue<string>());
        Assert.Equal("\u05e9\u05dc\u05d5\u05dd!\u200f", made["venue"]!.GetValue<string>());
        Assert.Equal("one\ntwo", made["description"]!.GetValue<string>());
    }

    [Fact]
    public async Task Nothing_invisible_is_a_title()
    {
        var boss = await server.OperatorAsync();

        var refused = await boss.PostAsync("/operator/concerts", new { title = "\u200b", venue = "\u2060" });

        refused.ShouldBlame("$.title");
        refused.ShouldBlame("$.venue");
        Assert.Contains("must not be empty", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_category_is_found_however_it_is_typed_and_named_as_in_its_plan()
    {
        const string planned = "Su\u0308d"; // decomposed, as the plan's program wrote it
        var sale = await Sale.OpenAsync(server, terms =>
        {
            terms["plan"] = JsonNode.Parse(terms["plan"]!.ToJsonString()
                .Replace($"\"{TestPlan.Stalls}\"", $"\"{planned}\"", StringComparison.Ordinal));
            terms["prices"] = new JsonObject { [" S\u00fcd "] = 120, [TestPlan.Balcony] = 50 };
        });
        var fan = await sale.FanWithAsync(points: 0);

        foreach (var typed in new[] { planned, "S\u00fcd", "  S\u00fcd\u200b" })
        {
            var wish = new { scheduleId = sale.ScheduleId, category = typed, quantity = 1 };
            var made = (await fan.PostAsync("/reservations", wish, $"{Guid.NewGuid()}")).ShouldBe(201);
            Assert.Equal(planned, made["seats"]![0]!["category"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task Two_prices_of_one_category_are_refused_however_they_are_typed()
    {
        var boss = await server.OperatorAsync();
        var concert = (await boss.PostAsync("/operator/concerts", new { title = "a", venue = "b" })).ShouldBe(201);
        var terms = Sale.Terms();
        terms["prices"]!.AsObject().Add($"{TestPlan.Stalls} ", 1);

        (await boss.PostAsync($"/operator/concerts/{concert["id"]}/schedules", terms.ToJsonString()))
            .ShouldBeProblem(400, "invalid-request");
    }

    [Fact]
    public async Task What_a_scanner_adds_to_a_code_is_ignored_and_gates_are_named_in_one_way()
    {
        var sale = await Sale.OpenAsync(server);
        var paid = await Purchase.MakeAsync(sale, await sale.FanWithAsync(points: 1_000), TestPlan.Seat(1, 1));
        var code = $"{paid.Tickets[0]!["code"]}";

        var used = (await sale.Operator.PostAsync(
            "/operator/tickets/check-in",
            new { code = $" {code}\r\n", gate = " No\u0308rd\t", scheduleId = sale.ScheduleId })).ShouldBe(200);

        Assert.Equal("N\u00f6rd", used["usedGate"]!.GetValue<string>());
        foreach (var gate in new[] { "   ", "a\nb", "a\u0007b", "\u200b" })
        {
            (await sale.Operator.PostAsync(
                "/operator/tickets/check-in", new { code, gate, scheduleId = sale.ScheduleId })).ShouldBlame("$.gate");
        }
    }

    /// <summary>The library's normal form is the one of Unicode, as Postgres knows it.</summary>
    [Fact]
    public async Task Texts_are_composed_as_Postgres_composes_them()
    {
        var singles = Enumerable.Range(1, 0x2FFFF)
            .Where(code => code is < 0xD800 or > 0xDFFF)
            .Select(char.ConvertFromUtf32)
            .ToArray();
        // Letters only: Unicode has got new marks since this Postgres was made.
        var marked = singles.Where(one => char.IsLetter(one, 0) && one[0] is >= '\u00c0' and < '\u2000')
            .Select(one => $"{one}\u0323\u0308a\u0345\u0301");
        var typed = (string[])[.. singles, .. marked];

        var differ = await fixture.Database.ScalarAsync<long>(
            "select count(*) from unnest($1::text[], $2::text[]) as t (typed, composed) "
                + "where normalize(typed, nfc) <> composed",
            typed, typed.Select(Ticketing.Texts.Compose).ToArray());

        Assert.Equal(0, differ);
    }
}
