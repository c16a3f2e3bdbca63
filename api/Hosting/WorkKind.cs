namespace Ticketing.Api;

/// <summary>Requests that are bounded together.</summary>
internal enum WorkKind
{
    Read,
    Write,
    Payment,
    Join,
    Password,
    Import,
    Plan,
    Stream,
    MapStream,
}
