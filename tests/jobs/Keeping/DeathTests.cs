using System.Globalization;
using RegistryAnalytics.Jobs;

namespace RegistryAnalytics.Tests.Jobs.Keeping;

[Collection("keeping")]
public class DeathTests
{
    const string State = "select is_deceased, coalesce(strftime(death_date, '%Y-%m-%d'), '') from dim_person";

    static readonly string Living = SmallRegistry.Vxu("ELM", "1", "Garner", "Ada", "20240201", "20260605090000", "m1");
    static readonly string Died = SmallRegistry.Vxu("ELM", "1", "Garner", "Ada", "20240201", "20260610090000", "m2", death: "20260608|Y");
    static readonly string SaidAlive = SmallRegistry.Vxu("ELM", "1", "Garner", "Ada", "20240201", "20260620090000", "m3", death: "|N");

    [Fact]
    public void A_death_stands_whatever_comes_later_and_in_whatever_order()
    {
        foreach (var order in new[] { new[] { Living, Died, SaidAlive }, [SaidAlive, Living, Died], [Died, SaidAlive, Living] })
        {
            using var registry = new SmallRegistry();
            foreach (var message in order) registry.Send(message);
            registry.Build();
            Assert.Equal(["True|2026-06-08"], registry.Facts(State));
        }
    }

    [Fact]
    public void Only_a_steward_revives_and_the_same_word_again_does_not_kill()
    {
        using var registry = new SmallRegistry();
        registry.Send(Living, Died);
        registry.Build();
        var key = registry.Key("ELM", "1").ToString(CultureInfo.InvariantCulture);
        Assert.Equal(CommandLine.Done, registry.Run("steward", "alive", key, "--reason", "seen at the clinic"));
        registry.Build();
        Assert.Equal(["False|"], registry.Facts(State));
        // The sender's system still says so with every message.
        registry.Send(SmallRegistry.Vxu("ELM", "1", "Garner", "Ada", "20240201", "20260720090000", "m4", death: "20260608|Y"));
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
        registry.Send(Died, SmallRegistry.Vxu("ELM", "2", "Harlow", "Ben", "20240301", "20260605090000", "m9"));
        registry.Submit("VITAL", ("deaths.csv", "state_file_number,last_name,first_name,birth_date,sex,death_date\n1,GARNER,Ada,2024-02-01,F,2026-06-07\n2,Nobody,Known,1950-01-01,M,2026-01-01\n"));
        registry.Build();
        Assert.Equal(["False|", "True|2026-06-07"], registry.Facts(State + " order by 1"));
        Assert.Equal(["1|1"], registry.Facts("select count(person_key), count(*) - count(person_key) from fct_death_record"));
    }
}
