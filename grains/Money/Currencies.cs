using System.Collections.Frozen;

namespace Ticketing.Money;

/// <summary>
/// The currencies of ISO 4217 that are money of a country or a union, with the number of digits that their minor unit
/// has after the decimal point. Amounts are whole minor units everywhere: 4000 is 4,000 won, 40.00 euros or 4.000
/// dinars of Kuwait.
/// </summary>
public static class Currencies
{
    private const string WithoutMinorUnit =
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";

    private const string Hundredths =
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC "
        + "CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR "
        + "JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD "
        + "NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN "
        + "SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";

    private const string Thousandths = "BHD IQD JOD KWD LYD OMR TND";

    private static readonly FrozenDictionary<string, int> Digits =
        Of(WithoutMinorUnit, 0).Concat(Of(Hundredths, 2)).Concat(Of(Thousandths, 3)).ToFrozenDictionary();

    /// <summary>In the order of the alphabet.</summary>
    public static IEnumerable<string> All => Digits.Keys.Order(StringComparer.Ordinal);

    /// <summary>Null when the code is none: it is written in upper case.</summary>
    public static string? Fault(string code) =>
        Digits.ContainsKey(code) ? null : "is not a currency of ISO 4217, like 'KRW' or 'EUR'";

    /// <summary>Digits after the decimal point: 0 for KRW, 2 for EUR. The code must be a known one.</summary>
    public static int MinorUnits(string code) => Digits[code];

    private static IEnumerable<KeyValuePair<string, int>> Of(string codes, int digits) =>
        codes.Split(' ').Select(code => KeyValuePair.Create(code, digits));
}
