using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Ticketing.Api;

/// <summary>
/// Adds a problem to the answers that Kestrel gives itself, to requests that never reach the application: a target with
/// U+0000 (400), a request line that is too long (414), headers that are too large (431), and so on. Kestrel announces
/// such a request as an event, and then writes an answer without a body, which nothing can change but the connection.
/// Connections with TLS keep the empty answer: there the bytes are encrypted above this place.
/// </summary>
internal sealed class RejectedRequests(DiagnosticListener events, ApiMeters meters)
    : IHostedService, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private const string BadRequest = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    private IDisposable? subscription;

    public static void Watch(IConnectionBuilder endpoint) => endpoint.Use(next => connection =>
    {
        connection.Transport = new AnsweredTransport(connection.Transport);
        return next(connection);
    });

    public Task StartAsync(CancellationToken cancellationToken)
    {
        subscription = events.Subscribe(this, name => name == BadRequest);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => subscription?.Dispose();

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is not { Key: BadRequest, Value: IFeatureCollection features }
            || features.Get<IBadRequestExceptionFeature>()?.Error is not BadHttpRequestException fault
            || features.Get<IHttpResponseFeature>() is not { HasStarted: false }
            || features.Get<ITlsHandshakeFeature>() is not null
            || features.Get<IConnectionTransportFeature>()?.Transport is not AnsweredTransport transport)
        {
            return;
        }

        var type = Problems.OfStatus(fault.StatusCode);
        meters.Refused(type);
        var hasBody = features.Get<IHttpRequestFeature>()?.Method is not "HEAD";
        transport.Answers.Replace(Answer(fault.StatusCode, type, fault.Message, hasBody));
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private static byte[] Answer(int status, ProblemType type, string cause, bool hasBody)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new ProblemDetails
            {
                Type = type.Uri,
                Title = type.Title,
                Status = status,
                Detail = $"{type.Advice} ({cause.TrimEnd('.')}.)",
            },
            JsonSerializerOptions.Web);
        var head = $"HTTP/1.1 {status} {ReasonPhrases.GetReasonPhrase(status)}\r\n"
            + $"Content-Type: {MediaTypeNames.Application.ProblemJson}\r\n"
            + $"Content-Length: {body.Length}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. hasBody ? body : []];
    }
}

/// <summary>A connection whose answer to a rejected request can be replaced.</summary>
internal sealed class AnsweredTransport(IDuplexPipe transport) : IDuplexPipe
{
    public PipeReader Input => transport.Input;

    public PipeWriter Output => Answers;

    public ReplaceableAnswers Answers { get; } = new(transport.Output);
}

/// <summary>Passes everything on, until one answer is replaced: it is the last one of its connection.</summary>
internal sealed class ReplaceableAnswers(PipeWriter output) : PipeWriter
{
    private byte[]? dropped;

    public override bool CanGetUnflushedBytes => output.CanGetUnflushedBytes;

    public override long UnflushedBytes => output.UnflushedBytes;

    /// <summary>Writes this answer, and drops what Kestrel writes from now on.</summary>
    public void Replace(byte[] answer)
    {
        if (dropped is not null)
            return;
        output.Write(answer);
        dropped = [];
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) =>
        dropped is null ? output.GetMemory(sizeHint) : Scratch(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) =>
        dropped is null ? output.GetSpan(sizeHint) : Scratch(sizeHint);

    public override void Advance(int bytes)
    {
        if (dropped is null)
            output.Advance(bytes);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        output.FlushAsync(cancellationToken);

    public override void CancelPendingFlush() => output.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => output.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => output.CompleteAsync(exception);

    private byte[] Scratch(int sizeHint) =>
        dropped!.Length >= Math.Max(sizeHint, 1) ? dropped : dropped = new byte[Math.Max(sizeHint, 4_096)];
}
