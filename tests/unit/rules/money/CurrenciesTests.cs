using Ticketing.Money;
using Ticketing.Store;

namespace Ticketing.Tests.Rules.Money;

public sealed class CurrenciesTests
{
    [Theory]
    [InlineData("KRW", 0)]
    [InlineData("JPY", 0)]
    [InlineData("EUR", 2)]
    [InlineData("USD", 2)]
    [InlineData("KWD", 3)]
    public void A_currency_has_the_minor_units_of_the_standard(string code, int digits)
    {
        Assert.Null(Currencies.Fault(code));
        Assert.Equal(digits, Currencies.MinorUnits(code));
    }

    [Theory]
    [InlineData("")]
    [InlineData("krw")]
    [InlineData("KRW ")]
    [InlineData("WON")]
    [InlineData("XXX")]
    [InlineData("XAU")]
    public void Anything_else_is_no_currency(string code) => Assert.NotNull(Currencies.Fault(code));

    [Fact]
    public void Every_code_has_three_capital_letters_and_is_there_once()
    {
        Assert.Equal(Currencies.All.Distinct(), Currencies.All);
        Assert.All(Currencies.All, code => Assert.Matches("^[A-Z]{3}$", code));
        Assert.InRange(Currencies.All.Count(), 150, 180);
    }

    [Theory]
    [InlineData("Asia/Seoul")]
    [InlineData("Europe/Vienna")]
    [InlineData("America/Argentina/Buenos_Aires")]
    [InlineData("UTC")]
    public void A_time_zone_is_a_name_of_the_database(string name) => Assert.Null(TimeZones.Fault(name));

    [Theory]
    [InlineData("")]
    [InlineData("KST")]
    [InlineData("asia/seoul")]
    [InlineData("Korea Standard Time")]
    [InlineData("+09:00")]
    [InlineData("posix/Asia/Seoul")]
    [InlineData("Asia/../Asia/Seoul")]
    public void Anything_else_is_no_time_zone(string name) => Assert.NotNull(TimeZones.Fault(name));

    [Fact]
    public void The_installations_currency_is_stored_as_nothing_and_read_by_its_name()
    {
        var options = new SalesOptions { DefaultCurrency = "EUR" };

        Assert.Equal((null, "KRW"), (options.Stored("EUR"), options.Stored("KRW")));
        Assert.Equal(("EUR", "KRW"), (options.CodeOf(null), options.CodeOf("KRW")));
    }
}
