using Ticketing.Api;
using Ticketing.Simulator;

namespace Ticketing.Tests.Api;

public sealed class PostedTests
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMilliseconds(200);

    private readonly VirtualTime time = new();
    private int reads;

    [Fact]
    public async Task The_grain_is_asked_once_however_many_look()
    {
        var answer = new TaskCompletionSource<string?>();
        var posted = Create(() => answer.Task);

        var looks = Enumerable.Range(0, 50).Select(_ => posted.GetAsync().AsTask()).ToArray();
        answer.SetResult("here");

        Assert.All(await Task.WhenAll(looks), value => Assert.Equal("here", value));
        Assert.Equal(1, reads);
    }

    [Fact]
    public async Task What_is_young_is_not_read_again_and_what_is_old_is_never_told()
    {
        var posted = Create(() => Task.FromResult<string?>($"read {reads}"));
        Assert.Equal("read 1", await posted.GetAsync());

        Pass(MaxAge);
        Assert.Equal("read 1", await posted.GetAsync());
        Pass(3 * MaxAge);
        Assert.Equal("read 2", await posted.GetAsync());
    }

    [Fact]
    public async Task While_somebody_reads_the_others_do_not_wait()
    {
        var answer = Task.FromResult<string?>("old");
        var posted = Create(() => answer);
        await posted.GetAsync();
        var slow = new TaskCompletionSource<string?>();
        answer = slow.Task;

        Pass(1.5 * MaxAge);
        Assert.Equal("old", await posted.GetAsync());
        slow.SetResult("new");
        Assert.Equal("new", await posted.GetAsync());
        Assert.Equal(2, reads);
    }

    [Fact]
    public async Task While_the_grain_fails_what_is_known_is_told_for_a_while()
    {
        var answer = Task.FromResult<string?>("known");
        var posted = Create(() => answer);
        await posted.GetAsync();
        answer = Task.FromException<string?>(new TimeoutException());

        Pass(TimeSpan.FromSeconds(5));
        Assert.Equal("known", await posted.GetAsync());
        Pass(TimeSpan.FromSeconds(6));
        await Assert.ThrowsAsync<TimeoutException>(async () => await posted.GetAsync());
    }

    [Fact]
    public async Task While_a_read_hangs_what_is_known_is_told_within_a_second()
    {
        var answer = Task.FromResult<string?>("known");
        var posted = Create(() => answer);
        await posted.GetAsync();
        answer = new TaskCompletionSource<string?>().Task;

        Pass(TimeSpan.FromSeconds(5));
        var look = posted.GetAsync().AsTask();
        Assert.False(look.IsCompleted);
        Pass(TimeSpan.FromSeconds(1));
        Assert.Equal("known", await look.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task What_there_is_not_is_asked_for_again()
    {
        var posted = Create(() => Task.FromResult(reads < 2 ? null : "made"));

        Assert.Null(await posted.GetAsync());
        Assert.True(posted.IsIdle);
        Assert.Equal("made", await posted.GetAsync());
        Assert.False(posted.IsIdle);
    }

    private void Pass(TimeSpan duration) => time.Step(time.GetUtcNow() + duration);

    private SharedValue<string> Create(Func<Task<string?>> read) => new(
        _ =>
        {
            reads++;
            return read();
        },
        MaxAge,
        time);
}
