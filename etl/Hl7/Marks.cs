using RegistryAnalytics.Etl.Intake;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.Hl7;

/// <summary>How many rows each table had before a message, so that a rejected one can be taken back.</summary>
readonly record struct Marks(
    int Person, int Identifier, int Name, int Address, int Phone, int Contact, int Merge, int Dose, int Observation)
{
    public static Marks Of(StagedPart part) => new(
        part.Person.Rows.Count, part.Identifier.Rows.Count, part.Name.Rows.Count, part.Address.Rows.Count, part.Phone.Rows.Count,
        part.Contact.Rows.Count, part.Merge.Rows.Count, part.Dose.Rows.Count, part.Observation.Rows.Count);

    /// <summary>Takes back the rows about the person.</summary>
    public void TakeBackPerson(StagedPart part)
    {
        part.Person.Rows.Truncate(Person);
        part.Identifier.Rows.Truncate(Identifier);
        part.Name.Rows.Truncate(Name);
        part.Address.Rows.Truncate(Address);
        part.Phone.Rows.Truncate(Phone);
        part.Contact.Rows.Truncate(Contact);
        part.Merge.Rows.Truncate(Merge);
    }

    /// <summary>Takes the rows of a message back; its doses may stay as quarantined rows without a person.</summary>
    public void TakeBack(StagedPart part, bool keepDoses)
    {
        TakeBackPerson(part);
        part.Observation.Rows.Truncate(Observation);
        if (!keepDoses) part.Dose.Rows.Truncate(Dose);
        for (var row = Dose; row < part.Dose.Rows.Count; row++)
        {
            part.Dose.RecordKey[row] = LongColumn.Nothing;
            part.Dose.Outcome.Set(row, "quarantined"u8);
        }
    }
}
