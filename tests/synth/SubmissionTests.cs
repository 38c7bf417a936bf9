using System.Globalization;

namespace RegistryAnalytics.Tests.Synth;

public class SubmissionTests(MadeState state) : IClassFixture<MadeState>
{
    readonly HashSet<string> broken = [.. state.Rows("truth/malformed.csv").Select(row => row["control_id"])];

    IEnumerable<MadeState.Message> Whole() => state.Messages.Where(message => !broken.Contains(message.ControlId));

    [Fact]
    public void Every_file_announces_the_messages_it_holds_and_rotates_at_its_size()
    {
        foreach (var file in state.Files())
        {
            var (announced, messages) = MadeState.Split(file);
            Assert.Equal(announced, messages.Count);
        }
        Assert.Equal(state.Summary.Messages, state.Messages.Count);
        Assert.Contains(state.Files(), file => file.EndsWith("-0003.hl7", StringComparison.Ordinal));
    }

    [Fact]
    public void A_well_formed_message_has_its_segments_in_order_and_its_required_fields()
    {
        foreach (var message in Whole())
        {
            var names = message.Segments.Select(segment => segment[0]).ToArray();
            Assert.Equal("MSH", names[0]);
            Assert.Equal("2.5.1", message.Segments[0][11]);
            Assert.Equal(message.Sender, message.Segments[0][3].Split('^')[0]);
            var pid = message.Segments.Single(segment => segment[0] == "PID");
            Assert.All(new[] { 3, 5, 7, 8 }, field => Assert.NotEqual("", pid[field]));
            if (message.Type.StartsWith("ADT", StringComparison.Ordinal)) continue;
            Assert.StartsWith("VXU^V04", message.Type);
            Assert.Equal("Z22^CDCPHINVS", message.Segments[0][20]);
            Assert.Equal("PID", names[1]);
            Assert.Equal("PD1", names[2]);
            for (var i = 3; i < names.Length; i++)
            {
                var fits = names[i] switch { "NK1" => names[i - 1] is "PD1", "ORC" => names[i - 1] is not "ORC", "RXA" => names[i - 1] is "ORC", "RXR" => names[i - 1] is "RXA", "OBX" => names[i - 1] is "RXA" or "RXR" or "OBX", _ => false };
                Assert.True(fits, $"{names[i]} after {names[i - 1]} in {message.ControlId}");
            }
        }
    }

    [Fact]
    public void An_administered_dose_carries_amount_maker_site_and_source_and_history_does_not()
    {
        var administered = 0;
        var historical = 0;
        foreach (var rxa in Whole().SelectMany(message => message.Segments).Where(segment => segment[0] == "RXA"))
        {
            Assert.True(rxa.Length > 21, "RXA ends early");
            if (rxa[9].StartsWith("00", StringComparison.Ordinal))
            {
                administered++;
                Assert.NotEqual("999", rxa[6]);
                Assert.NotEqual("", rxa[17]);
                Assert.NotEqual("", rxa[11]);
            }
            else
            {
                Assert.Equal("999", rxa[6]);
                if (rxa[9] != "") historical++;
            }
            if (rxa[20] == "RE") Assert.NotEqual("", rxa[18]);
            if (rxa[20] == "NA") Assert.StartsWith("998^", rxa[5]);
        }
        Assert.True(administered > historical / 4 && historical > administered / 20, $"{administered} administered, {historical} historical");
    }

    [Fact]
    public void The_dose_records_of_the_truth_are_exactly_those_submitted()
    {
        var flatSender = state.Rows("truth/record.csv").First(row => row["kind"] == "flat")["sender"];
        var sent = Whole().SelectMany(message => message.Segments.Where(segment => segment[0] == "ORC").Select(orc => (message.Sender, Id: orc[3].Split('^')[0])))
            .Concat(state.Rows("submissions/flat/vaccinations.csv").Select(row => (flatSender, Id: row["vaccination_id"])))
            .Where(dose => dose.Id is not ("9999" or "")).ToHashSet();
        var truth = state.Rows("truth/dose_record.csv").Select(row => (row["sender"], row["dose_id"])).ToList();
        Assert.Equal(state.Summary.DoseRecords, truth.Count);
        Assert.Equal(truth.Count, truth.Distinct().Count());
        Assert.True(sent.SetEquals(truth), $"{sent.Except(truth).Count()} submitted but not in the truth, {truth.Except(sent).Count()} the other way");
    }

    [Fact]
    public void The_person_records_of_the_truth_are_exactly_those_submitted()
    {
        var truth = state.Rows("truth/record.csv");
        HashSet<(string, string)> of(params string[] kinds) => [.. truth.Where(row => kinds.Contains(row["kind"])).Select(row => (row["sender"], row["id"]))];
        var sent = Whole().Where(message => message.Type.StartsWith("VXU", StringComparison.Ordinal)).Select(message => (message.Sender, message.Field("PID", 3).Split('^')[0])).ToHashSet();
        Assert.True(sent.SetEquals(of("vxu")));
        HashSet<string> column(string file, string name) => [.. state.Rows(file).Select(row => row[name])];
        HashSet<string> ids(string kind) => [.. truth.Where(row => row["kind"] == kind).Select(row => row["id"])];
        Assert.Equal(column("submissions/flat/persons.csv", "person_id"), ids("flat"));
        Assert.Equal(column("submissions/vital/births.csv", "state_file_number"), ids("birth"));
        Assert.Equal(column("submissions/vital/deaths.csv", "state_file_number"), ids("death"));
        Assert.Equal(column("submissions/plan/roster.csv", "member_id"), ids("roster"));
        Assert.Equal(column("submissions/wic/wic.csv", "participant_id"), ids("wic"));
        Assert.Equal(state.Summary.Births, state.Rows("submissions/vital/births.csv").Count);
        Assert.Equal(state.Summary.Records, truth.Count(row => row["kind"] is "vxu" or "flat"));
        Assert.Equal(state.Summary.PlanMembers, ids("roster").Count);
    }

    [Fact]
    public void A_message_tells_the_true_dose_day_or_a_booked_mistake()
    {
        var days = state.Rows("truth/dose.csv").ToDictionary(row => row["dose_key"], row => row["date"]);
        var same = 0;
        var all = 0;
        foreach (var row in state.Rows("truth/dose_record.csv").Where(row => row["dose_key"] != "" && row["source"] == "administered"))
        {
            all++;
            if (days[row["dose_key"]] == row["date"]) same++;
        }
        Assert.True(same > 0.99 * all, $"{same} of {all}");
    }

    [Fact]
    public void The_share_of_broken_messages_is_near_its_setting()
    {
        var expected = state.Options.MalformedShare * state.Messages.Count;
        Assert.InRange(state.Summary.Malformed, expected - 4 * Math.Sqrt(expected), expected + 4 * Math.Sqrt(expected));
        Assert.Equal(state.Summary.Malformed, state.Rows("truth/malformed.csv").Count);
        Assert.Equal(state.Summary.Malformed, broken.Count);
        Assert.All(broken, id => Assert.Contains(state.Messages, message => message.ControlId == id || message.Segments[0].Contains(id)));
    }

    [Fact]
    public void Nothing_happens_after_the_as_of_date()
    {
        var last = int.Parse(state.Options.AsOf.ToString("yyyyMMdd", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        foreach (var message in Whole())
        {
            Assert.True(int.Parse(message.Segments[0][6][..8], CultureInfo.InvariantCulture) <= last);
            foreach (var rxa in message.Segments.Where(segment => segment[0] == "RXA"))
                Assert.True(int.Parse(rxa[3], CultureInfo.InvariantCulture) <= int.Parse(message.Segments[0][6][..8], CultureInfo.InvariantCulture), message.ControlId);
        }
        Assert.All(state.Rows("truth/dose.csv"), row => Assert.True(string.CompareOrdinal(row["date"], "2025-12-31") <= 0));
    }

    [Fact]
    public void Telephones_are_fictional_and_mail_goes_to_example_org()
    {
        foreach (var message in Whole().Where(message => message.Type.StartsWith("VXU", StringComparison.Ordinal)))
            foreach (var entry in message.Field("PID", 13).Split('~').Where(entry => entry != ""))
                Assert.Matches(@"^(\^PRN\^PH\^\^\^\d{3}\^55501\d\d|\(\d{3}\)555-01\d\d\^PRN\^PH|\^NET\^Internet\^\w+@example\.org)$", entry);
    }
}
