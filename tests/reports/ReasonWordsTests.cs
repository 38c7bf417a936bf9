using RegistryAnalytics.Evaluation;
using RegistryAnalytics.Reports;

namespace RegistryAnalytics.Tests.Reports;

public class ReasonWordsTests
{
    [Fact]
    public void A_run_of_codes_is_put_into_words_each_once()
    {
        Assert.Equal("too young, too soon after an earlier dose", ReasonWords.In("TooYoung;TooSoon; TooYoung"));
        Assert.Equal("not valid: vaccine not approved for this dose", ReasonWords.In("not valid: NotPreferableOrAllowable"));
        Assert.Equal("valid for Mumps; not valid for Measles (too soon after another live vaccine)", ReasonWords.In("valid for Mumps; not valid for Measles (VaccineConflict)"));
        Assert.Null(ReasonWords.In(null));
    }

    [Fact]
    public void Every_reason_of_a_dose_has_words_in_both_languages_and_no_code_is_left()
    {
        foreach (var code in Enum.GetValues<ReasonCode>().Where(code => code is > ReasonCode.None and <= ReasonCode.SeriesAlreadyComplete))
        {
            var english = ReasonWords.In($"not valid: {code}")!;
            Assert.DoesNotContain(code.ToString(), english);
            Assert.DoesNotContain(english["not valid: ".Length..], ReasonWords.ToSpanish(english));
        }
    }
}
