using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ticketing.Storage;
using Ticketing.Store;

namespace Ticketing.Tests.Storage;

public class TablesTests
{
    public static TheoryData<string> Lists => [.. typeof(Commit).GetProperties().Select(property => property.Name)];

    /// <summary>Rows without a table would be dropped silently.</summary>
    [Theory]
    [MemberData(nameof(Lists))]
    public void Every_list_of_rows_of_a_commit_is_written_by_a_table(string name)
    {
        var list = typeof(Commit).GetProperty(name)!;
        var rowType = list.PropertyType.GenericTypeArguments.Single();
        var rows = Array.CreateInstance(rowType, 1);
        rows.SetValue(RuntimeHelpers.GetUninitializedObject(rowType), 0);
        var commit = new Commit();
        list.SetValue(commit, typeof(ImmutableCollectionsMarshal)
            .GetMethod(nameof(ImmutableCollectionsMarshal.AsImmutableArray))!
            .MakeGenericMethod(rowType)
            .Invoke(null, [rows]));

        Assert.Contains(Tables.All, table => table.Count(commit) == 1);
        Assert.DoesNotContain(Tables.All, table => table.Count(new Commit()) > 0);
    }
}
