namespace Ticketing.Tests.Host;

public sealed class SecondTwiceGrain : Grain, ITwice;
