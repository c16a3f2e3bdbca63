using Microsoft.Extensions.DependencyInjection;
using Ticketing.Catalog;
using Ticketing.EmbeddedHost;
using Ticketing.Seats;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Review;

/// <summary>Two hosts over one store: every grain may be active twice, as can happen on the real Orleans.</summary>
internal sealed class TwoSilos : IDisposable
{
    public const int SeatsPerFan = 4;
    private readonly SingleThread thread;
    private readonly ServiceProvider[] services;

    public TwoSilos(Func<VirtualTime, MemoryTicketStore>? storeOf = null, int seats = 24)
    {
        Time = new VirtualTime();
        thread = new SingleThread(Time);
        Store = storeOf?.Invoke(Time) ?? new MemoryTicketStore(Time);
        var now = Time.GetUtcNow();
        Store.Seed(
            new SaleTerms(ScheduleId, now, now.AddDays(1), HoldSeconds: 60, SeatsPerFan, ["A"]),
            Enumerable.Range(0, seats).Select(seat => new SeededSeat(
                new ScheduleSeat($"S-{seat:00}", seat, 0, seat / 8, seat / 8, seat, "A"), Price: 100)));
        services = [.. Enumerable.Range(0, 2).Select(_ => new ServiceCollection()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<ITicketStore>(Store)
            .AddSingleton<ITurnScheduler>(thread)
            .AddEmbeddedGrainHost(null, typeof(ISeatGrain).Assembly, typeof(SeatGrain).Assembly)
            .BuildServiceProvider())];
    }

    public Guid ScheduleId { get; } = Guid.Parse("00000000-0000-0000-0000-000000000001");

    public Guid UserId { get; } = Guid.Parse("00000000-0000-0000-0000-0000000000aa");

    public VirtualTime Time { get; }

    public MemoryTicketStore Store { get; }

    public IGrainFactory Grains => Silo(0);

    public IGrainFactory Silo(int number) => services[number].GetRequiredService<EmbeddedGrainHost>().GrainFactory;

    public void Run(Func<Task> body) => thread.Run(body, TimeSpan.FromHours(2));

    public void Dispose() => Array.ForEach(services, provider => provider.Dispose());
}
