using System.Diagnostics;
using System.Net;

namespace Ticketing.Tests.Processes;

/// <summary>The duration and the status of every request: the effects of an accident as fans see them.</summary>
internal sealed class AnswerLog
{
    private readonly List<(TimeSpan End, TimeSpan Took, HttpStatusCode? Status)> answers = [];
    private readonly Stopwatch clock = Stopwatch.StartNew();

    public TimeSpan Now => clock.Elapsed;

    /// <param name="status">Null when there was no answer.</param>
    public void Add(TimeSpan sentAt, HttpStatusCode? status)
    {
        lock (answers) answers.Add((clock.Elapsed, clock.Elapsed - sentAt, status));
    }

    public int Count(TimeSpan from, TimeSpan until) => In(from, until).Length;

    /// <summary>The longest duration of the requests that ended in this span.</summary>
    public TimeSpan Longest(TimeSpan from, TimeSpan until) =>
        In(from, until).Select(answer => answer.Took).DefaultIfEmpty().Max();

    /// <summary>
    /// The time from <paramref name="accident"/> to the start of the last request that was not served.
    /// </summary>
    public TimeSpan Outage(TimeSpan accident) => In(accident, Now).Where(answer => !IsServed(answer.Status))
        .Select(answer => answer.End - answer.Took - accident).Append(TimeSpan.Zero).Max();

    public int Unserved(TimeSpan from) => In(from, Now).Count(answer => !IsServed(answer.Status));

    private static bool IsServed(HttpStatusCode? status) => status is not null and < HttpStatusCode.InternalServerError;

    private (TimeSpan End, TimeSpan Took, HttpStatusCode? Status)[] In(TimeSpan from, TimeSpan until)
    {
        lock (answers) return [.. answers.Where(answer => answer.End >= from && answer.End <= until)];
    }
}
