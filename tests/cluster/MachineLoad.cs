using System.Globalization;

namespace Ticketing.Tests.Orleans;

/// <summary>The share of processor time that all processes of this machine used since construction (Linux).</summary>
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
        // cpu  user nice system idle iowait irq softirq steal ...; guest time is already counted in user
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1).Take(8).Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var all = ticks.Sum();
        return (all - ticks[3] - ticks[4], all);
    }
}
