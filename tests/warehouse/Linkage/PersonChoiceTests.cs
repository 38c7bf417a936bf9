using RegistryAnalytics.DuckDb;

namespace RegistryAnalytics.Tests.Warehouse.Linkage;

/// <summary>Birth date and sex where records disagree: source, then no default date, then what most files tell, then the newest.</summary>
[Trait("kind", "sql")]
public class PersonChoiceTests
{
    /// <summary>"sender person_id record_type birth_date sex" a record, oldest first, - = not told.</summary>
    static (string? Birth, string? Sex)? Choice(string rule, params ReadOnlySpan<string> records)
    {
        using var database = DuckDbDatabase.Open(":memory:", new DuckDbSettings { Threads = 1 });
        using var connection = database.Connect();
        connection.Execute("create table person_record (person_key bigint, record_key bigint, newness hugeint, sender varchar, person_id varchar, record_type varchar, birth_date date, sex varchar)");
        connection.Execute($"create table code_survivorship as select 'birth_date' as field, 'birth' as record_type, '2' as quality; create table code_survivorship_rule as select unnest(['birth_date', 'sex']) as field, '{rule}' as rule");
        for (var i = 0; i < records.Length; i++)
            connection.Execute($"insert into person_record values (1, {i + 1}, {i + 1}, {string.Join(", ", records[i].Split(' ').Select(word => word == "-" ? "null" : $"'{word}'"))})");
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
    public void Where_nothing_is_disputed_or_the_rule_says_newest_there_is_nothing_to_choose()
    {
        Assert.Null(Choice("most_told", "NORTH n1 vxu 2020-05-04 F", "SOUTH s1 vxu 2020-05-04 F"));
        Assert.Null(Choice("newest", "NORTH n1 vxu 2020-05-04 F", "SOUTH s1 vxu 2020-05-14 F"));
    }
}
