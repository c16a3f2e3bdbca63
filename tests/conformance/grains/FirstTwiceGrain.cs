namespace Ticketing.Tests.Conformance;

public sealed class FirstTwiceGrain : Grain, ITwice;
