using Ticketing.Catalog;

namespace Ticketing.Api;

/// <summary>
/// The seating plan of a schedule as a page draws it. It names no seat by its id: seat 0 is the first seat of the first
/// row of the first zone, and so on in the order of this document. All positions and lengths are whole tenths of the
/// plan's units; x grows to the right, y downwards.
/// </summary>
/// <param name="Revision">
/// Of the plan: send it as 'planRevision' where seats are named by index. The same plan has the same revision.
/// </param>
/// <param name="SeatCount">The seats of all rows together.</param>
/// <param name="Box">The smallest rectangle around seats, areas and front; null when there is nothing to draw.</param>
/// <param name="Front">The point that the seats face; null without seats, or when it is not known.</param>
/// <param name="Categories">The categories with seats, in the plan's order; rows name them by index.</param>
/// <param name="Areas">Stage, pillars, captions: drawn below the seats, in this order.</param>
public sealed record DrawingBody(
    string Revision,
    string Name,
    int SeatCount,
    DrawnBoxBody? Box,
    DrawnFrontBody? Front,
    IReadOnlyList<CategoryBody> Categories,
    IReadOnlyList<DrawnZoneBody> Zones,
    IReadOnlyList<DrawnAreaBody> Areas);

/// <summary>An upright rectangle.</summary>
/// <param name="X">Of its left side.</param>
/// <param name="Y">Of its upper side.</param>
public sealed record DrawnBoxBody(int X, int Y, int Width, int Height);

/// <summary>The point that the seats look at.</summary>
/// <param name="Source">As in the schedule.</param>
/// <param name="Name">The text on the plan that names it.</param>
public sealed record DrawnFrontBody(int X, int Y, FrontSource Source, string? Name);

/// <summary>A part of the venue.</summary>
/// <param name="Name">Empty when the plan does not name it.</param>
/// <param name="Rows">May be empty.</param>
public sealed record DrawnZoneBody(string Name, IReadOnlyList<DrawnRowBody> Rows);

/// <summary>A row of seats; <c>x</c> and <c>y</c> have one item for each seat.</summary>
/// <param name="Number">As the plan shows it; may be empty.</param>
/// <param name="Label">
/// The plan's own wording for the row, in which '%s' is the number ('Reihe %s'); null when it has none.
/// </param>
/// <param name="SeatLabel">The same for the row's seats.</param>
/// <param name="From">The number of the first seat; null when 'numbers' lists them all.</param>
/// <param name="Step">The difference of each seat's number to that of the seat before it.</param>
/// <param name="Numbers">The numbers of the seats; null when they are 'from', 'from' + 'step' and so on.</param>
/// <param name="Categories">For each seat the index of its category; a single item holds for all seats.</param>
/// <param name="X">The position of the first seat, then the difference of each seat to the seat before it.</param>
/// <param name="Y">The same.</param>
public sealed record DrawnRowBody(
    string Number,
    string? Label,
    string? SeatLabel,
    int? From,
    int? Step,
    IReadOnlyList<string>? Numbers,
    IReadOnlyList<int> Categories,
    IReadOnlyList<int> X,
    IReadOnlyList<int> Y);

/// <summary>
/// Something to draw that is no seat. It has a polygon, an ellipse or no shape, and perhaps a text. Colours are null
/// when the plan gives none, or no CSS colour.
/// </summary>
/// <param name="Polygon">
/// x and y of the first corner, then the differences of each corner to the corner before it; closed.
/// </param>
/// <param name="Color">Fills the shape.</param>
/// <param name="Border">The colour of its outline.</param>
/// <param name="BorderWidth">Null when the plan gives none.</param>
public sealed record DrawnAreaBody(
    IReadOnlyList<int>? Polygon,
    DrawnEllipseBody? Ellipse,
    string? Color,
    string? Border,
    int? BorderWidth,
    DrawnTextBody? Text);

/// <summary>A circle or an ellipse.</summary>
/// <param name="X">Of its middle.</param>
/// <param name="Y">Of its middle.</param>
/// <param name="RadiusX">Before it is rotated.</param>
/// <param name="RadiusY">Before it is rotated.</param>
/// <param name="Rotation">Degrees, clockwise, around its middle.</param>
public sealed record DrawnEllipseBody(int X, int Y, int RadiusX, int RadiusY, double Rotation);

/// <summary>A caption, with its middle at a point.</summary>
/// <param name="Text">At most 200 characters of the plan's text.</param>
/// <param name="X">Of its middle.</param>
/// <param name="Y">Of its middle.</param>
/// <param name="Size">The height of its letters.</param>
/// <param name="Rotation">Degrees, clockwise, around its middle.</param>
public sealed record DrawnTextBody(string Text, int X, int Y, int Size, string? Color, double Rotation);
