using System.Globalization;

namespace Ticketing.Tests.Orleans;

/// <summary>How busy the processors of this machine were since this was made, whoever used them (Linux).</summary>
internal sealed class MachineLoad
{
    private readonly (long Busy, long All) start = Read();

    public double BusyPercent
    {
        get
        {
            var now = Read();
            return 100.0 * (now.Busy - start.Busy) / Math.Max(1, now.All - start.All);
        }
    }

    private static (long Busy, long All) Read()
    {
        // cpu  user nice system idle iowait irq softirq steal ...; guests are counted in user already
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1).Take(8).Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var all = ticks.Sum();
        return (all - ticks[3] - ticks[4], all);
    }
}
