using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Networking.Shared;
using Orleans.Runtime.MembershipService;
using Orleans.Runtime.Messaging;
using Orleans.Serialization;
using Orleans.Storage;
using Polly.Timeout;
using StackExchange.Redis;
using Ticketing.Api;
using Ticketing.Tests.Api;
using Ticketing.Tests.Processes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Orleans;

/// <summary>The answer to a fan when the cluster fails, and the retry of the same request that follows it.</summary>
[Collection(PostgresCollection.Name)]
public sealed class FaultTests(PostgresFixture postgres)
{
    // The exceptions of Orleans, and whether the call may have taken effect.
    private static readonly (Type Kind, bool OutcomeUnknown)[] TransientFaults =
    [
        (typeof(GatewayTooBusyException), false),
        (typeof(LimitExceededException), false),
        (typeof(ConnectionFailedException), true),
        (typeof(SocketConnectionException), true),
        (typeof(ClientNotAvailableException), true),
        (typeof(SiloUnavailableException), true),
        (typeof(OrleansMessageRejectionException), true),
        (typeof(OrleansException), true),
        (typeof(TimeoutException), true),
        // A message that was not placed in time, and a call that a stop cancelled.
        (typeof(OperationCanceledException), true),
        (typeof(TaskCanceledException), true),
        (typeof(InvalidMessageFrameException), true),
        (typeof(OrleansLifecycleCanceledException), true),
        (typeof(OrleansMissingMembershipEntryException), true),
        (typeof(InconsistentStateException), true),
        (typeof(TimeoutRejectedException), true),
        (typeof(RedisConnectionException), true),
        (typeof(RedisTimeoutException), true),
        (typeof(IOException), true),
        (typeof(SocketException), true),
        (typeof(UnavailableExceptionFallbackException), true),
    ];

    private static readonly Type[] Bugs =
    [
        typeof(GrainExtensionNotInstalledException), typeof(WrappedException), typeof(CodecNotFoundException),
        typeof(InvalidOperationException), typeof(ObjectDisposedException), typeof(PostgresException),
    ];

    [Fact]
    public void A_bug_is_no_weather() => Assert.All(Bugs, kind => Assert.Null(Faults.Explain(Make(kind))));

    [Fact]
    public async Task After_any_of_it_the_same_request_with_the_same_key_is_granted_once()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        var trouble = new CallTrouble();
        await using var api = await ApiServer.StartAsync(
            database.ConnectionString,
            adjust: builder => builder.Services.AddSingleton<IOutgoingGrainCallFilter>(trouble));
        using var http = Browser.Connect(api.Address);
        var scheduleId = await ContendedSale.OpenAsync(new Browser(http));
        var seat = 0;

        foreach (var (kind, outcomeUnknown) in TransientFaults)
        {
            // The answer "nothing was changed" is only correct for a fault before the work.
            foreach (var afterTheWork in outcomeUnknown ? new[] { false, true } : [false])
            {
                // One fan each, because the number of seats per fan is limited.
                http.DefaultRequestHeaders.Authorization = await SignUpAsync(http, $"{kind.Name}{afterTheWork}");
                var wish = new { scheduleId, seats = new[] { $"S-{seat++}" } };
                var key = $"{Guid.NewGuid()}";

                trouble.FailNext(Make(kind), afterTheWork);
                using var refusal = await ReserveAsync(http, wish, key);
                using var yes = await ReserveAsync(http, wish, key);

                await AssertTriableAsync(refusal, outcomeUnknown ? Problems.OutcomeUnknown : Problems.Overloaded);
                Assert.Equal(HttpStatusCode.Created, yes.StatusCode);
                Assert.Equal(seat, await database.ScalarAsync<long>("select count(*) from reservations"));
            }
        }

        Assert.Empty(await SqlChecks.ViolationsAsync(database.ConnectionString, atRest: false));
    }

    private static async Task AssertTriableAsync(HttpResponseMessage refusal, ProblemType type)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refusal.StatusCode);
        Assert.InRange(refusal.Headers.RetryAfter?.Delta?.TotalSeconds ?? 0, 1, 5);
        Assert.Equal("application/problem+json", refusal.Content.Headers.ContentType?.MediaType);
        var body = JsonNode.Parse(await refusal.Content.ReadAsStringAsync())!;
        Assert.Equal(type.Uri, (string?)body["type"]);
    }

    private static async Task<HttpResponseMessage> ReserveAsync(HttpClient http, object wish, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "reservations");
        request.Content = JsonContent.Create(wish);
        request.Headers.Add("Idempotency-Key", key);
        return await http.SendAsync(request);
    }

    private static async Task<AuthenticationHeaderValue> SignUpAsync(HttpClient http, string name)
    {
        var me = new { email = $"{name}@example.com", password = "a long password" };
        (await http.PostAsJsonAsync("accounts", me)).EnsureSuccessStatusCode();
        var session = await (await http.PostAsJsonAsync("sessions", me)).Content.ReadFromJsonAsync<JsonNode>();
        return new AuthenticationHeaderValue("Bearer", (string)session!["accessToken"]!);
    }

    /// <summary>Makes an exception by its constructor or, like Orleans' serializer, without one.</summary>
    private static Exception Make(Type kind)
    {
        const BindingFlags any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var ofText = kind.GetConstructor(any, [typeof(string)]);
        return (Exception)(ofText?.Invoke(any, null, ["simulated"], CultureInfo.InvariantCulture)
            ?? RuntimeHelpers.GetUninitializedObject(kind));
    }
}
