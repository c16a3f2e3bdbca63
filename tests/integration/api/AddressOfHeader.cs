using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Ticketing.Tests.Api;

/// <summary>Lets a test come from any address.</summary>
internal sealed class AddressOfHeader : IStartupFilter
{
    public const string Name = "Test-Address";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, rest) =>
        {
            if (IPAddress.TryParse(context.Request.Headers[Name], out var address))
                context.Connection.RemoteIpAddress = address;
            return rest(context);
        });
        next(app);
    };
}
