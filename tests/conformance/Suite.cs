namespace Ticketing.Tests.Conformance;

// The simulator's assumptions about Orleans, tested on both hosts. Only the silo's classes take long: ./test quick
// omits them.

public sealed class SimulatedContextTests : ContextTests<SimulatedHost>;

[Trait("Host", "Silo")]
public sealed class SiloContextTests : ContextTests<SiloHost>;

public sealed class SimulatedFailureTests : FailureTests<SimulatedHost>;

[Trait("Host", "Silo")]
public sealed class SiloFailureTests : FailureTests<SiloHost>;

public sealed class SimulatedInterleavingTests : InterleavingTests<SimulatedHost>;

[Trait("Host", "Silo")]
public sealed class SiloInterleavingTests : InterleavingTests<SiloHost>;

public sealed class SimulatedLifeTests : LifeTests<SimulatedHost>;

[Trait("Host", "Silo")]
public sealed class SiloLifeTests : LifeTests<SiloHost>;

public sealed class SimulatedStateTests : StateTests<SimulatedHost>;

[Trait("Host", "Silo")]
public sealed class SiloStateTests : StateTests<SiloHost>;

public sealed class SimulatedStatelessWorkerTests : StatelessWorkerTests<SimulatedHost>;

[Trait("Host", "Silo")]
public sealed class SiloStatelessWorkerTests : StatelessWorkerTests<SiloHost>;

public sealed class SimulatedTimerTests : TimerTests<SimulatedHost>;

[Trait("Host", "Silo")]
public sealed class SiloTimerTests : TimerTests<SiloHost>;

public sealed class SimulatedTurnTests : TurnTests<SimulatedHost>;

[Trait("Host", "Silo")]
public sealed class SiloTurnTests : TurnTests<SiloHost>;

public sealed class SimulatedReminderTests : ReminderTests<SimulatedHost>;

[Trait("Host", "Silo")]
public sealed class SiloReminderTests : ReminderTests<SiloHost>;
