using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using RegistryAnalytics.Reports.Release;

namespace RegistryAnalytics.Jobs.Operations;

/// <summary>Who saw which persons, when, why and for whom: append-only in operations.db, by keys, never by names.</summary>
static class AuditLog
{
    const string Table = """
        create table if not exists audit (
            id integer primary key autoincrement, at text not null, account text not null, role text not null, purpose text,
            recipient text, report text not null, parameters text not null, build_id text not null, person_keys text not null,
            withheld text not null, outcome text not null);
        create trigger if not exists audit_is_append_only_update before update on audit begin select raise(abort, 'the audit log is append-only'); end;
        create trigger if not exists audit_is_append_only_delete before delete on audit begin select raise(abort, 'the audit log is append-only'); end;
        """;

    /// <summary>Writes one row; the caller releases nothing when this throws.</summary>
    internal static void Write(string dataFolder, AuditRow row)
    {
        Directory.CreateDirectory(dataFolder);
        using var store = new SqliteConnection($"Data Source={Path.Combine(dataFolder, "operations.db")};Default Timeout=30");
        store.Open();
        store.Execute("pragma journal_mode = wal");
        store.Execute(Table);
        store.Execute(
            """
            insert into audit (at, account, role, purpose, recipient, report, parameters, build_id, person_keys, withheld, outcome)
            values (@At, @Account, @Role, @Purpose, @Recipient, @Report, @Parameters, @BuildId, @PersonKeys, @Withheld, @Outcome)
            """,
            new
            {
                At = row.At.UtcDateTime.ToString("O"), row.Account, Role = row.Role.ToString(), row.Purpose, row.Recipient, row.Report, row.Parameters,
                row.BuildId, PersonKeys = JsonSerializer.Serialize(row.PersonKeys), Withheld = JsonSerializer.Serialize(row.Withheld), row.Outcome,
            });
    }
}
