using System.Text;
using System.Text.Json;
using RegistryAnalytics.Tests.Evaluation.Engine;
using RegistryAnalytics.Warehouse.Evaluate;

namespace RegistryAnalytics.Tests.Evaluation.JsonLines;

/// <summary>Persons in, answers out: order, errors, shape.</summary>
public class EvaluateJsonLinesTests
{
    const string Person =
        """{"id":"a1","birthDate":"2025-09-06","sex":"F","asOf":"2025-11-10","doses":[{"id":"1","date":"2025-10-15","cvx":"107","mvx":null,"lot":null}],"observations":[{"code":"042","date":"2024-05-01"}]}""";

    static (EvaluateLinesSummary Summary, string[] Lines) Run(string text, DateOnly? asOf = null, int workers = 2)
    {
        using var output = new MemoryStream();
        var summary = EvaluateJsonLines.Run(new MemoryStream(Encoding.UTF8.GetBytes(text)), output, ShippedSchedule.ByDate, asOf, workers);
        return (summary, Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    static JsonElement Single(string text) => JsonDocument.Parse(Assert.Single(Run(text).Lines)).RootElement;

    [Fact]
    public void One_person_is_answered_in_the_published_shape()
    {
        var answer = Single(Person);
        Assert.Equal(("a1", "2025-11-10", "4.64"), (answer.GetProperty("id").GetString(), answer.GetProperty("asOf").GetString(), answer.GetProperty("schedule").GetString()));
        Assert.True(DateOnly.Parse(answer.GetProperty("validUntil").GetString()!) > new DateOnly(2025, 11, 10));
        var evaluation = answer.GetProperty("evaluations").EnumerateArray().Single(row => row.GetProperty("antigen").GetString() == "Diphtheria");
        Assert.Equal(
            """{"doseId":"1","antigen":"Diphtheria","series":"Diphtheria standard series","seriesType":"Standard","targetDose":1,"status":"Valid","reasons":["Age: grace period: given 2025-10-15, the age is reached on 2025-10-18"]}""",
            evaluation.GetRawText());
        var forecast = answer.GetProperty("forecasts").EnumerateArray().Single(row => row.GetProperty("vaccineGroup").GetString() == "DTaP/Tdap/Td");
        Assert.Equal("Not Complete", forecast.GetProperty("status").GetString());
        Assert.Equal(2, forecast.GetProperty("doseNumber").GetInt32());
        Assert.Equal("2025-11-15", forecast.GetProperty("earliest").GetString());
        Assert.Equal("2026-01-06", forecast.GetProperty("recommended").GetString());
        Assert.Equal("2026-03-05", forecast.GetProperty("pastDue").GetString());
        Assert.False(forecast.GetProperty("isSharedDecision").GetBoolean());
        Assert.Equal(JsonValueKind.Array, forecast.GetProperty("recommendedCvx").ValueKind);
    }

    [Fact]
    public void Order_is_kept_over_many_batches_and_workers()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 2500; i++)
            text.Append(Person.Replace("\"a1\"", $"\"p{i}\"")).Append(i % 3 == 0 ? "\r\n" : "\n");
        var (summary, lines) = Run(text.ToString());
        Assert.Equal(new EvaluateLinesSummary(2500, 0), summary);
        for (var i = 0; i < 2500; i++)
            Assert.StartsWith($$"""{"id":"p{{i}}",""", lines[i]);
        Assert.Equal(lines, Run(text.ToString(), workers: 1).Lines);
    }

    [Fact]
    public void A_line_that_cannot_be_read_is_answered_in_its_place_and_the_others_all_the_same()
    {
        var (summary, lines) = Run($"{Person}\nnot json\n\n{{\"id\":\"b\",\"birthDate\":\"2025\"}}\n{Person}");
        Assert.Equal(new EvaluateLinesSummary(4, 2), summary);
        Assert.Equal("""{"id":null,"error":"not JSON at byte 1"}""", lines[1]);
        Assert.Equal("""{"id":"b","error":"asOf is missing or not a date"}""", lines[2]);
        Assert.Equal(lines[0], lines[3]);
    }

    [Theory]
    [InlineData("""{"id":"x","asOf":"2025-01-01"}""", "birthDate is missing or not a date")]
    [InlineData("""{"id":"x","asOf":"2025-01-01","birthDate":"2025-01-02"}""", "birthDate is after asOf")]
    [InlineData("""{"id":"x","birthDate":"2025-01-02"}""", "asOf is missing or not a date")]
    [InlineData("""{"id":"x","doses":5}""", "doses is not an array of objects")]
    [InlineData("""{"id":"x","observations":[1]}""", "observations is not an array of objects")]
    public void Each_error_says_what_is_wrong_and_no_value(string line, string error)
    {
        var answer = Single(line);
        Assert.Equal(("x", error), (answer.GetProperty("id").GetString(), answer.GetProperty("error").GetString()));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{\"id\":\"x\"")]
    [InlineData("{\"id\":\"x\"} {}")]
    [InlineData("{\"doses\":[{\"id\":")]
    public void Broken_lines_are_errors(string line) => Assert.Equal(1, Run(line).Summary.Errors);

    [Fact]
    public void Text_that_is_not_unicode_is_an_error()
    {
        Assert.Equal("""{"id":null,"error":"a text is not valid Unicode"}""", Assert.Single(Run("""{"id":"\ud800"}""").Lines));
        using var output = new MemoryStream();
        byte[] line = [.. "{\"id\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        Assert.Equal(new EvaluateLinesSummary(1, 1), EvaluateJsonLines.Run(new MemoryStream(line), output, ShippedSchedule.ByDate));
    }

    [Fact]
    public void Random_bytes_never_throw_and_every_line_is_answered()
    {
        var random = new Random(11);
        var pieces = new[] { "{", "}", "[", "]", "\"", ":", ",", "\"id\"", "\"doses\"", "\"birthDate\"", "\"2025-01-01\"", "\"asOf\"", "null", "1e9", "\\u12", "\"cvx\"", "\"date\"", "é", "\u0001" };
        for (var i = 0; i < 2000; i++)
        {
            var line = i % 2 == 0
                ? string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => pieces[random.Next(pieces.Length)]))
                : Person.Remove(random.Next(Person.Length - 1), 1).Insert(random.Next(Person.Length - 3), pieces[random.Next(pieces.Length)]);
            var (summary, lines) = Run(line, workers: 1);
            Assert.Equal(1, summary.Lines);
            JsonDocument.Parse(Assert.Single(lines)).Dispose();
        }
    }

    [Fact]
    public void Doses_that_do_not_count_are_named()
    {
        var answer = Single("""{"id":7,"birthDate":"20250101","sex":null,"asOf":"2025-11-10","extra":{"a":[1,2]},"doses":[{"id":1,"date":"2025-02-01","cvx":"9999"},{"id":2,"date":"2025-02-30","cvx":"08"},{"id":3,"date":"2025-01-01","cvx":8}]}""");
        Assert.Equal("7", answer.GetProperty("id").GetString());
        Assert.Equal(
            """[{"doseId":"1","reason":"CVX code not known to the schedule"},{"doseId":"2","reason":"no date, or not a date"}]""",
            answer.GetProperty("leftOut").GetRawText());
        Assert.Contains(answer.GetProperty("evaluations").EnumerateArray(), row => row.GetProperty("doseId").GetString() == "3" && row.GetProperty("status").GetString() == "Valid");
    }

    [Theory]
    [InlineData("\"2025-02\"", "2025-02-28", "Valid")]
    [InlineData("\"2025-02\"", "2025-03-01", "Sub-standard")]
    [InlineData("\"202502\"", "2025-03-01", "Sub-standard")]
    [InlineData("202502", "2025-03-01", "Sub-standard")]
    [InlineData("\"20250227\"", "2025-02-28", "Sub-standard")]
    [InlineData("\"2025-02-28\"", "2025-02-28", "Valid")]
    [InlineData("\"2025-13\"", "2025-03-01", "Valid")]
    [InlineData("null", "2025-03-01", "Valid")]
    public void A_lot_that_expires_in_a_month_may_be_used_to_the_last_day_of_the_month(string expiry, string given, string status)
    {
        var answer = Single($$"""{"id":"x","birthDate":"2025-01-01","sex":"F","asOf":"2025-11-10","doses":[{"id":"1","date":"{{given}}","cvx":"08","lotExpiration":{{expiry}}}]}""");
        Assert.Equal(status, Assert.Single(answer.GetProperty("evaluations").EnumerateArray()).GetProperty("status").GetString());
    }

    [Fact]
    public void A_default_assessment_date_serves_lines_that_name_none() =>
        Assert.Contains("\"asOf\":\"2025-06-01\"", Assert.Single(Run("""{"id":"x","birthDate":"2025-01-02","sex":"M"}""", new DateOnly(2025, 6, 1)).Lines));

    [Fact]
    public void Nothing_in_is_nothing_out() => Assert.Equal(new EvaluateLinesSummary(0, 0), Run("\n \r\n").Summary);
}
