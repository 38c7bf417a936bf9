using System.Globalization;
using RegistryAnalytics.Jobs;

namespace RegistryAnalytics.Tests.Jobs.Keeping;

[Collection("keeping")]
public class DeathTests
{
    const string State = "select is_deceased, coalesce(strftime(death_date, '%Y-%m-%d'), '') from dim_person";

    static string Living(string id = "1") => Message(id, "20260605090000", "m1", "");
    static string Died(string id = "1") => Message(id, "20260610090000", "m2", "20260608|Y");
    static string SaidAlive(string id = "1") => Message(id, "20260620090000", "m3", "|N");

    // Persons differ in their names and birth dates, so that nobody takes them for one.
    static string Message(string id, string at, string control, string death) =>
        SmallRegistry.Vxu("ELM", id, id switch { "1" => "Garner", "2" => "Whitlock", _ => "Pemberton" }, id switch { "1" => "Ada", "2" => "Ruth", _ => "Clive" }, $"2024020{id}", at, control + id, death: death);

    [Fact]
    public void A_death_stands_whatever_comes_later_and_in_whatever_order()
    {
        using var registry = new SmallRegistry();
        registry.Send(Living("1"), SaidAlive("2"), Died("3"));
        registry.Send(Died("1"), Living("2"), SaidAlive("3"));
        registry.Send(SaidAlive("1"), Died("2"), Living("3"));
        registry.Build();
        Assert.Equal(["True|2026-06-08", "True|2026-06-08", "True|2026-06-08"], registry.Facts(State));
    }

    [Fact]
    public void Only_a_steward_revives_and_the_same_word_again_does_not_kill()
    {
        using var registry = new SmallRegistry();
        registry.Send(Living(), Died());
        registry.Build();
        var key = registry.Key("ELM", "1").ToString(CultureInfo.InvariantCulture);
        Assert.Equal(CommandLine.Done, registry.Run("steward", "alive", key, "--reason", "seen at the clinic"));
        // The sender's system still says so with every message.
        registry.Send(Message("1", "20260720090000", "m4", "20260608|Y"));
        registry.Build();
        Assert.Equal(["False|"], registry.Facts(State));
        Assert.Equal(CommandLine.Done, registry.Run("steward", "died", key, "--date", "2026-07-01", "--reason", "certificate seen"));
        registry.Build();
        Assert.Equal(["True|2026-07-01"], registry.Facts(State));
        Assert.Contains("steward alive", registry.Audit(), StringComparison.Ordinal);
        Assert.Equal(CommandLine.WrongUsage, registry.Run("steward", "alive", "12345", "--reason", "no such person"));
    }

    [Fact]
    public void A_death_record_finds_its_person_by_name_and_birth_date_and_outranks_messages()
    {
        using var registry = new SmallRegistry();
        registry.Send(Died(), Living("2"));
        registry.Submit("VITAL", ("deaths.csv", "state_file_number,last_name,first_name,birth_date,sex,death_date\n1,GARNER,Ada,2024-02-01,F,2026-06-07\n2,Nobody,Known,1950-01-01,M,2026-01-01\n"));
        registry.Build();
        Assert.Equal(["False|", "True|2026-06-07"], registry.Facts(State + " order by 1"));
        Assert.Equal(["1|1"], registry.Facts("select count(person_key), count(*) - count(person_key) from fct_death_record"));
    }
}
