using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Ticketing.Tests.Api;

/// <summary>
/// A key repository that reads slowly from a table without keys, so that another process may read it, too, before a key
/// is written.
/// </summary>
internal sealed class SlowKeyRepository(IXmlRepository real) : IXmlRepository
{
    private static readonly TimeSpan Time = TimeSpan.FromMilliseconds(500);

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var keys = real.GetAllElements();
        if (keys.Count == 0) Thread.Sleep(Time);
        return keys;
    }

    public void StoreElement(XElement element, string friendlyName) => real.StoreElement(element, friendlyName);
}
