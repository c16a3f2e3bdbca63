using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Ticketing.Silo;

namespace Ticketing.Tests.Telemetry;

/// <summary>A listener for metrics does not replace the process' own endpoints.</summary>
public sealed class MetricsListenerTests
{
    [Theory]
    [InlineData("--Ticketing:Metrics:Port=9464", "http://localhost:5000;http://*:9464")]
    [InlineData("--http_ports=80;81", "http://*:80;http://*:81;http://*:9464")]
    [InlineData("--http_ports= --https_ports=443", "https://*:443;http://*:9464")]
    [InlineData("--http_ports=80 --https_ports=443", "http://*:80;https://*:443;http://*:9464")]
    [InlineData("--http_ports=80 --urls=http://[::1]:82", "http://[::1]:82;http://*:9464")]
    public void What_was_listened_on_is_still(string settings, string addresses)
    {
        var builder = WebApplication.CreateBuilder([.. settings.Split(' '), "--Ticketing:Metrics:Port=9464"]);

        builder.AddTicketingTelemetry("api");

        Assert.Equal(addresses, builder.WebHost.GetSetting(WebHostDefaults.ServerUrlsKey));
    }
}
