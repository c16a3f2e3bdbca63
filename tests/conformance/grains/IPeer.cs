using Orleans.Concurrency;

namespace Ticketing.Tests.Conformance;

/// <summary>The grain that most tests call.</summary>
public interface IPeer : IGrainWithStringKey
{
    Task<int> Add(int number);

    ValueTask<string> Echo(string? text);

    ValueTask Nothing();

    /// <summary>Notes its beginning, waits for a gate, then notes its end.</summary>
    Task Hold(string gate);

    [ReadOnly]
    Task Read(string gate);

    [AlwaysInterleave]
    Task Peek(string gate);

    [OneWay]
    Task Tell(string gate);

    [ResponseTimeout("00:00:02")]
    Task HoldBriefly(string gate);

    Task Fail(string message);

    Task FailLater(string gate, string message);

    Task Cancelled();

    /// <summary>Calls another grain's Hold.</summary>
    Task HoldAt(string other, string gate);

    /// <summary>Calls a grain that calls back.</summary>
    Task CallBack(string through);

    Task<int> Instance();

    Task Leave();

    Task LeaveThenHold(string gate);

    Task Stay(TimeSpan time);

    Task<string?> Context(string key);

    Task<string?> ContextOf(string other, string key);

    Task SetContext(string key, string value);

    Task<string> Ambient();

    Task<string?> ActivityId();

    Task<string> Self();

    Task<IPeer> Reference();

    Task<bool> SchedulerIsMine();

    /// <summary>Sends "0" to "count - 1" to another grain's Tell without waiting.</summary>
    Task TellInOrder(string other, int count);

    /// <summary>Stores its argument, and returns the stored value.</summary>
    Task<Kept> Keep(Kept? given);

    Task Raise();
}
