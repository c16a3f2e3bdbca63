namespace Ticketing.Api;

/// <summary>Requests that are bounded together.</summary>
internal enum WorkKind
{
    Read,
    Write,
    Join,
    Password,
    Import,
    Plan,
    Stream,
    MapStream,
}
