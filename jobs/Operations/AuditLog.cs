using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using RegistryAnalytics.Reports.Recall;
using RegistryAnalytics.Reports.Release;

namespace RegistryAnalytics.Jobs.Operations;

/// <summary>Who saw which persons, which documents were issued (both append-only), and who was contacted: in operations.db, by keys, never by names.</summary>
static class AuditLog
{
    const string Table = """
        create table if not exists audit (
            id integer primary key autoincrement, at text not null, account text not null, role text not null, purpose text,
            recipient text, report text not null, parameters text not null, build_id text not null, person_keys text not null,
            withheld text not null, outcome text not null);
        create trigger if not exists audit_is_append_only_update before update on audit begin select raise(abort, 'the audit log is append-only'); end;
        create trigger if not exists audit_is_append_only_delete before delete on audit begin select raise(abort, 'the audit log is append-only'); end;
        create table if not exists issued (
            code text primary key, kind text not null, person_key integer not null, at text not null, digest text not null,
            account text not null, recipient text, build_id text not null);
        create trigger if not exists issued_is_append_only_update before update on issued begin select raise(abort, 'the log of issues is append-only'); end;
        create trigger if not exists issued_is_append_only_delete before delete on issued begin select raise(abort, 'the log of issues is append-only'); end;
        create table if not exists contact (
            person_key integer not null, contacted_on text not null, method text not null, outcome text not null,
            logged_at text not null, account text not null, primary key (person_key, contacted_on, method));
        """;

    /// <summary>Writes one row; the caller releases nothing when this throws.</summary>
    internal static void Write(string dataFolder, AuditRow row)
    {
        using var store = Open(dataFolder);
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

    static SqliteConnection Open(string dataFolder)
    {
        Directory.CreateDirectory(dataFolder);
        var store = new SqliteConnection($"Data Source={Path.Combine(dataFolder, "operations.db")};Default Timeout=30");
        store.Open();
        store.Execute("pragma journal_mode = wal");
        store.Execute(Table);
        return store;
    }

    /// <summary>Writes down an official document; it is not handed out when this throws.</summary>
    internal static void Issue(string dataFolder, IssuedDocument document)
    {
        using var store = Open(dataFolder);
        store.Execute(
            "insert into issued (code, kind, person_key, at, digest, account, recipient, build_id) values (@Code, @Kind, @PersonKey, @At, @Digest, @Account, @Recipient, @BuildId)",
            new { document.Code, document.Kind, document.PersonKey, At = document.At.UtcDateTime.ToString("O"), document.Digest, document.Account, document.Recipient, document.BuildId });
    }

    /// <summary>What was issued under a code, without the person; null where nothing was.</summary>
    internal static (string Kind, DateTimeOffset At, string Digest)? Issued(string dataFolder, string code)
    {
        if (!File.Exists(Path.Combine(dataFolder, "operations.db"))) return null;
        using var store = Open(dataFolder);
        var found = store.QueryFirstOrDefault<(string Kind, string At, string Digest)?>("select kind, at, digest from issued where code = @code", new { code });
        return found is { } row ? (row.Kind, DateTimeOffset.Parse(row.At, System.Globalization.CultureInfo.InvariantCulture), row.Digest) : null;
    }

    /// <summary>Adds contacts to the log; the same person, day and method is one contact, whose outcome the later file sets.</summary>
    /// <returns>How many were new.</returns>
    internal static int Contacted(string dataFolder, IReadOnlyList<Contact> contacts, string account, DateTimeOffset at)
    {
        using var store = Open(dataFolder);
        using var all = store.BeginTransaction();
        long Count() => store.ExecuteScalar<long>("select count(*) from contact", transaction: all);
        var before = Count();
        foreach (var contact in contacts)
            store.Execute(
                """
                insert into contact (person_key, contacted_on, method, outcome, logged_at, account) values (@PersonKey, @On, @Method, @Outcome, @At, @Account)
                on conflict (person_key, contacted_on, method) do update set outcome = excluded.outcome, logged_at = excluded.logged_at, account = excluded.account
                """,
                new { contact.PersonKey, On = contact.On.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), contact.Method, contact.Outcome, At = at.UtcDateTime.ToString("O"), Account = account }, all);
        var added = (int)(Count() - before);
        all.Commit();
        return added;
    }

    /// <summary>All contacts, oldest first.</summary>
    internal static IReadOnlyList<Contact> Contacts(string dataFolder)
    {
        if (!File.Exists(Path.Combine(dataFolder, "operations.db"))) return [];
        using var store = Open(dataFolder);
        return store.Query<(long Key, string On, string Method, string Outcome)>("select person_key, contacted_on, method, outcome from contact order by contacted_on, person_key, method")
            .Select(row => new Contact(row.Key, DateOnly.ParseExact(row.On, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), row.Method, row.Outcome)).ToArray();
    }
}
