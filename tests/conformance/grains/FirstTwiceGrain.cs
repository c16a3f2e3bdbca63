namespace Ticketing.Tests.Host;

public sealed class FirstTwiceGrain : Grain, ITwice;
