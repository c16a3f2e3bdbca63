namespace Ticketing.Tests.Conformance;

public sealed class SecondTwiceGrain : Grain, ITwice;
