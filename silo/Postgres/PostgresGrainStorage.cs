using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Orleans.Storage;

namespace Ticketing.Postgres;

/// <summary>
/// Grains' private state in table grain_state: JSON, guarded by a version, which is the ETag. Of several who write the
/// first version one wins; the others get <see cref="InconsistentStateException"/>.
/// </summary>
public sealed class PostgresGrainStorage(NpgsqlDataSource dataSource) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await using var command = Command(
            "select version, payload from grain_state where grain_type = $1 and grain_key = $2 and state_name = $3",
            stateName, grainId);
        await using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        var found = await reader.ReadAsync().ConfigureAwait(false);
        var payload = found && !reader.IsDBNull(1) ? reader.GetString(1) : null;
        grainState.ETag = found ? ETagOf(reader.GetInt64(0)) : null;
        grainState.RecordExists = payload is not null;
        grainState.State = payload is null ? Activator.CreateInstance<T>() : JsonSerializer.Deserialize<T>(payload);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var payload = JsonSerializer.Serialize(grainState.State);
        await StoreAsync(stateName, grainId, grainState, payload).ConfigureAwait(false);
        grainState.RecordExists = true;
    }

    /// <summary>Keeps the row and its version: who knows an older one cannot bring the state back.</summary>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (grainState.ETag is not null)
            await StoreAsync(stateName, grainId, grainState, payload: null).ConfigureAwait(false);
        grainState.State = Activator.CreateInstance<T>();
        grainState.RecordExists = false;
    }

    private async Task StoreAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, string? payload)
    {
        var known = grainState.ETag is null ? 0 : long.Parse(grainState.ETag);
        await using var command = known == 0
            ? Command(
                """
                insert into grain_state (grain_type, grain_key, state_name, payload, version) values ($1, $2, $3, $4, 1)
                on conflict do nothing returning version
                """,
                stateName, grainId)
            : Command(
                """
                update grain_state set payload = $4, version = version + 1, updated_at = now()
                where grain_type = $1 and grain_key = $2 and state_name = $3 and version = $5 returning version
                """,
                stateName, grainId);
        command.Parameters.Add(new NpgsqlParameter<string?> { NpgsqlDbType = NpgsqlDbType.Text, TypedValue = payload });
        if (known != 0)
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = known });
        if (await command.ExecuteScalarAsync().ConfigureAwait(false) is not long version)
            throw new InconsistentStateException(
                $"State {stateName} of {grainId} was written by somebody else.", "another", grainState.ETag);
        grainState.ETag = ETagOf(version);
    }

    private NpgsqlCommand Command(string sql, string stateName, GrainId grainId)
    {
        var command = dataSource.CreateCommand(sql);
        foreach (var text in (string[])[grainId.Type.ToString()!, grainId.Key.ToString()!, stateName])
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = text });
        return command;
    }

    private static string ETagOf(long version) => version.ToString();
}
