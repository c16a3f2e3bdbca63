using System.Diagnostics;
using System.Net;

namespace Ticketing.Tests.Processes;

/// <summary>How long every request took and what was answered: what fans see of an accident.</summary>
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

    /// <summary>The longest time to an answer, of those that ended in this span.</summary>
    public TimeSpan Longest(TimeSpan from, TimeSpan until) =>
        In(from, until).Select(answer => answer.Took).DefaultIfEmpty().Max();

    /// <summary>How long after <paramref name="accident"/> the last request was sent that was not served.</summary>
    public TimeSpan Outage(TimeSpan accident) => In(accident, Now).Where(answer => !IsServed(answer.Status))
        .Select(answer => answer.End - answer.Took - accident).Append(TimeSpan.Zero).Max();

    public int Unserved(TimeSpan from) => In(from, Now).Count(answer => !IsServed(answer.Status));

    private static bool IsServed(HttpStatusCode? status) => status is not null and < HttpStatusCode.InternalServerError;

    private (TimeSpan End, TimeSpan Took, HttpStatusCode? Status)[] In(TimeSpan from, TimeSpan until)
    {
        lock (answers) return [.. answers.Where(answer => answer.End >= from && answer.End <= until)];
    }
}
