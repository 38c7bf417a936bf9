namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>An identifier as told: who gave it out, of which kind, and the identifier.</summary>
public readonly record struct RecordIdentifier(string? Authority, string? Type, string? Value);

/// <summary>A further name of a person: alias, maiden or earlier name.</summary>
public readonly record struct OtherName(string? First, string? Last);

/// <summary>One person as one record tells them, before cleaning. A reader may fill the same object again for the next record.</summary>
public sealed class LinkRecord
{
    /// <summary>Number of the record: staged record_key, or the line of a CSV.</summary>
    public long Key;
    /// <summary>Who sent it; null where unknown.</summary>
    public string? Source;
    /// <summary>vxu, adt, flat, birth …; null where unknown.</summary>
    public string? RecordType;
    public string? LastName, FirstName, MiddleName, Suffix;
    /// <summary>yyyymmdd, see <see cref="BirthDate"/>; 0 = unknown.</summary>
    public int Birth;
    /// <summary>As told: F, M, male, 1 … cleaning reads it.</summary>
    public string? Sex;
    public bool? MultipleBirth;
    public int? BirthOrder;
    public string? MotherMaidenName, GuardianFirst, GuardianLast;
    public string? Street, City, State, Zip;
    public readonly List<OtherName> OtherNames = [];
    public readonly List<string> Phones = [];
    public readonly List<string> Emails = [];
    public readonly List<RecordIdentifier> Identifiers = [];

    /// <summary>Empties the record for the next one.</summary>
    public void Clear()
    {
        Key = 0;
        Source = RecordType = LastName = FirstName = MiddleName = Suffix = Sex = null;
        Birth = 0;
        MultipleBirth = null;
        BirthOrder = null;
        MotherMaidenName = GuardianFirst = GuardianLast = Street = City = State = Zip = null;
        OtherNames.Clear();
        Phones.Clear();
        Emails.Clear();
        Identifiers.Clear();
    }
}
