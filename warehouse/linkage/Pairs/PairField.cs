namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>The fields on which two records are compared. One column of weight each in the explanation of a pair.</summary>
public enum PairField
{
    FirstName, MiddleName, LastName, Suffix, BirthDate, Sex, Address, Locality, Phone, Email, MaidenName, Guardian, Identifier, BirthOrder,
}

/// <summary>Names and levels of the compared fields. Level 0 is always "a side is not told" and weighs nothing.</summary>
public static class PairFields
{
    /// <summary>How many fields are compared.</summary>
    public const int Count = (int)PairField.BirthOrder + 1;

    /// <summary>Column names of the weights, in field order.</summary>
    public static readonly string[] Names =
        ["first_name", "middle_name", "last_name", "suffix", "birth_date", "sex", "address", "locality", "phone", "email", "mother_maiden_name", "guardian", "identifier", "birth_order"];

    /// <summary>Fields that a household shares: their summed weight is capped.</summary>
    public static readonly bool[] OfHousehold = [.. Enum.GetValues<PairField>().Select(field =>
        field is PairField.Address or PairField.Locality or PairField.Phone or PairField.Email or PairField.MaidenName or PairField.Guardian)];
}

/// <summary>Levels of a first name.</summary>
public static class FirstLevel
{
    public const byte Missing = 0, Same = 1, Nickname = 2, Close = 3, Words = 4, Middle = 5, Swapped = 6, Initial = 7, Fair = 8, Different = 9;
}

/// <summary>Levels of a last name. Swapped with the first name counts as not told here: the first name carries it.</summary>
public static class LastLevel
{
    public const byte Missing = 0, Same = 1, Words = 2, Close = 3, Fair = 4, Different = 5;
}

/// <summary>Levels of a birth date. Near: same year and month. Year: only the year, or the whole but for two digits.</summary>
public static class BirthLevel
{
    public const byte Missing = 0, Same = 1, Swapped = 2, OneEdit = 3, Near = 4, TwoEdits = 5, Year = 6, Different = 7;
}

/// <summary>Levels of an address: same house, same house but for a slip, same street, alike, different.</summary>
public static class AddressLevel
{
    public const byte Missing = 0, Same = 1, Close = 2, Street = 3, Alike = 4, Different = 5;
}

/// <summary>Levels of the place: postal code; postal code but for a slip, with the city; city; alike; different.</summary>
public static class LocalityLevel
{
    public const byte Missing = 0, Zip = 1, ZipSlip = 2, City = 3, Alike = 4, Different = 5;
}

/// <summary>Levels of telephone, mail and maiden name.</summary>
public static class PlainLevel
{
    public const byte Missing = 0, Same = 1, Close = 2, Different = 3;
}

/// <summary>Levels of the guardian: first and last name, first name, last name only.</summary>
public static class GuardianLevel
{
    public const byte Missing = 0, Same = 1, First = 2, Last = 3, Different = 4;
}

/// <summary>Levels of identifiers. Personal: the kind is one a person has one of. Mixed: one is the same and a personal one differs. Several: two kinds differ.</summary>
public static class IdentifierLevel
{
    public const byte Missing = 0, Same = 1, Mixed = 2, Close = 3, LocalDifferent = 4, PersonalDifferent = 5, SeveralDifferent = 6;
}

/// <summary>Levels of sex, suffix, middle and birth order.</summary>
public static class TwoLevel
{
    public const byte Missing = 0, Same = 1, Different = 2;
}

/// <summary>Levels of a middle name.</summary>
public static class MiddleLevel
{
    public const byte Missing = 0, Same = 1, Initial = 2, Close = 3, Different = 4;
}
