using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Tests.Warehouse.Linkage;

/// <summary>Birth date and sex where records disagree: source, then no default date, then what most files tell, then the date that doses do not precede, then the newest.</summary>
[Trait("kind", "sql")]
public class PersonChoiceTests
{
    /// <summary>"sender person_id record_type birth_date sex" a record, oldest first, - = not told; or "dose admin_date kind" of the person.</summary>
    static (string? Birth, string? Sex)? Choice(string rule, params string[] told)
    {
        var records = told.Where(line => !line.StartsWith("dose ", StringComparison.Ordinal)).ToArray();
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 1 });
        using var connection = database.Connect();
        connection.Execute("create table person_record (person_key bigint, record_key bigint, newness hugeint, sender varchar, person_id varchar, record_type varchar, birth_date date, sex varchar)");
        connection.Execute($"create table code_survivorship as select 'birth_date' as field, 'birth' as record_type, '2' as quality; create table code_survivorship_rule as select unnest(['birth_date', 'sex']) as field, '{rule}' as rule");
        for (var i = 0; i < records.Length; i++)
            connection.Execute($"insert into person_record values (1, {i + 1}, {i + 1}, {string.Join(", ", records[i].Split(' ').Select(word => word == "-" ? "null" : $"'{word}'"))})");
        connection.Execute("create table dose_source (person_key bigint default 1, admin_date date, kind varchar)");
        foreach (var dose in told.Except(records))
            connection.Execute($"insert into dose_source (admin_date, kind) values ({string.Join(", ", dose.Split(' ').Skip(1).Select(word => $"'{word}'"))})");
        var rows = connection.QueryRows($"select cast(birth_date as varchar), sex from ({File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "warehouse", "models", "warehouse", "person_choice.sql"))})");
        return rows.Count == 0 ? null : ((string?)rows[0][0], (string?)rows[0][1]);
    }

    [Fact]
    public void What_two_files_tell_outweighs_the_newest_record_of_a_third() =>
        Assert.Equal(("2020-05-04", "F"), Choice("most_told", "NORTH n1 vxu 2020-05-04 F", "SOUTH s1 vxu 2020-05-04 F", "EAST e1 vxu 2020-05-14 M"));

    [Fact]
    public void A_file_that_repeats_itself_counts_once_and_by_its_newest_record() =>
        Assert.Equal("2020-05-14", Choice("most_told", "NORTH n1 vxu 2020-05-04 F", "NORTH n1 vxu 2020-05-04 F", "NORTH n1 vxu 2020-05-14 F", "SOUTH s1 vxu 2020-05-14 F")!.Value.Birth);

    [Fact]
    public void The_registrar_of_births_outweighs_every_clinic() =>
        Assert.Equal("2020-05-04", Choice("most_told", "VITAL b1 birth 2020-05-04 F", "NORTH n1 vxu 2020-05-14 F", "SOUTH s1 vxu 2020-05-14 F")!.Value.Birth);

    [Fact]
    public void The_first_of_January_comes_last_unless_the_registrar_says_so()
    {
        Assert.Equal("2020-05-04", Choice("most_told", "NORTH n1 vxu 2020-05-04 F", "SOUTH s1 vxu 2020-01-01 F", "EAST e1 vxu 2020-01-01 F")!.Value.Birth);
        Assert.Equal("2020-01-01", Choice("most_told", "VITAL b1 birth 2020-01-01 F", "SOUTH s1 vxu 2020-05-04 F")!.Value.Birth);
    }

    [Fact]
    public void Of_two_files_the_newer_counts_and_an_unknown_sex_says_nothing() =>
        Assert.Equal(("2020-05-14", "F"), Choice("most_told", "NORTH n1 vxu 2020-05-04 F", "SOUTH s1 vxu 2020-05-14 U"));

    [Fact]
    public void Of_two_files_that_which_doses_do_not_precede_counts()
    {
        string[] exchanged = ["NORTH n1 vxu 2020-05-04 F", "SOUTH s1 vxu 2020-04-05 F"];
        string Born(params string[] more) => Choice("most_told", [.. exchanged, .. more])!.Value.Birth!;
        Assert.Equal("2020-04-05", Born("dose 2020-05-04 historical")); // on the day of birth is not before it
        Assert.Equal("2020-05-04", Choice("most_told", exchanged[1], exchanged[0], "dose 2020-05-05 historical")!.Value.Birth);
        Assert.Equal("2020-04-05", Choice("most_told", exchanged[1], exchanged[0], "dose 2020-05-03 historical")!.Value.Birth);
        // Both are preceded: the fewer days count.
        Assert.Equal("2020-04-05", Choice("most_told", exchanged[1], exchanged[0], "dose 2019-05-03 historical", "dose 2020-04-20 administered")!.Value.Birth);
        // What was no dose says nothing.
        Assert.Equal("2020-05-04", Choice("most_told", exchanged[1], exchanged[0], "dose 2020-05-03 refusal")!.Value.Birth);
    }

    [Fact]
    public void What_most_files_tell_outweighs_a_dose_before_it() =>
        Assert.Equal("2020-05-04", Choice("most_told", "NORTH n1 vxu 2020-05-04 F", "EAST e1 vxu 2020-05-04 F", "SOUTH s1 vxu 2020-04-05 F", "dose 2020-05-03 historical")!.Value.Birth);

    [Fact]
    public void Where_nothing_is_disputed_or_the_rule_says_newest_there_is_nothing_to_choose()
    {
        Assert.Null(Choice("most_told", "NORTH n1 vxu 2020-05-04 F", "SOUTH s1 vxu 2020-05-04 F"));
        Assert.Null(Choice("newest", "NORTH n1 vxu 2020-05-04 F", "SOUTH s1 vxu 2020-05-14 F"));
    }
}
