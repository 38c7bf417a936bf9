using System.Globalization;

namespace RegistryAnalytics.Tests.Etl.Hl7;

public class RoundTripTests
{
    [Fact]
    public void What_a_generated_message_says_is_what_is_staged()
    {
        var random = new Random(7);
        for (var round = 0; round < 100; round++)
        {
            var (text, made) = MessageMaker.Batch(random, 10);
            var mapped = Mapped.From(text);
            Assert.Equal(made.Count, mapped.Count("person"));
            Assert.All(mapped.Outcomes, outcome => Assert.NotEqual(RegistryAnalytics.Etl.Hl7.Outcome.Rejected, outcome));
            var dose = 0;
            for (var i = 0; i < made.Count; i++)
            {
                var message = made[i];
                Assert.Equal(message.ControlId, mapped["message", "control_id", i]);
                Assert.Equal(message.PersonId, mapped["person", "person_id", i]);
                Assert.Equal(message.Last, mapped["person", "last_name", i]);
                Assert.Equal(message.First, mapped["person", "first_name", i]);
                Assert.Equal(message.Street, mapped["person", "street", i]);
                Assert.Equal(message.Sex, mapped["person", "sex", i]);
                Assert.Equal(message.Born.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), mapped["person", "birth_date", i]);
                foreach (var given in message.Doses)
                {
                    Assert.Equal(given.Id, mapped["dose", "dose_id", dose]);
                    Assert.Equal(given.Cvx, mapped["dose", "cvx", dose]);
                    Assert.Equal(given.Lot, mapped["dose", "lot", dose]);
                    Assert.Equal(given.Given ? "administered" : "historical", mapped["dose", "kind", dose]);
                    Assert.Equal(given.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), mapped["dose", "admin_date", dose]);
                    Assert.Equal(mapped["person", "record_key", i], mapped["dose", "record_key", dose]);
                    dose++;
                }
            }
            Assert.Equal(dose, mapped.Count("dose"));
        }
    }
}
