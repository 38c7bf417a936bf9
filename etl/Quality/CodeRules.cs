using static RegistryAnalytics.Etl.Quality.Severity;

namespace RegistryAnalytics.Etl.Quality;

/// <summary>Values that are not in their table: the field is emptied, or read in another way that the text names.</summary>
public static class CodeRules
{
    public static readonly Rule Vaccine = new("vaccine-unknown", Error, 103, 5, "RXA-5 holds no vaccine code that is known.");
    public static readonly Rule VaccineDisagrees = new("vaccine-codes-disagree", Warning, 102, 3, "The CVX code and the product code of RXA-5 name different vaccines; the CVX code was kept.");
    public static readonly Rule VaccineSystem = new("vaccine-system-missing", Warning, 103, 5, "RXA-5 does not say which coding system its code is from; it was read by its shape.");
    public static readonly Rule Product = new("ndc-unknown", Warning, 103, 5, "The NDC is not in the table.");
    public static readonly Rule NotAVaccine = new("not-a-vaccine", Warning, 102, 3, "The CVX code is not a vaccine but an immune globulin, antitoxin or test.");
    public static readonly Rule Unspecified = new("vaccine-unspecified", Information, 102, 3, "The CVX code names no formulation although the dose was given here.");
    public static readonly Rule Manufacturer = new("manufacturer-unknown", Warning, 103, 5, "RXA-17 is not a manufacturer in the MVX table.");
    public static readonly Rule ManufacturerDisagrees = new("manufacturer-disagrees", Information, 102, 3, "The manufacturer in RXA-17 is not the maker of the product in RXA-5.");
    public static readonly Rule Sex = new("sex-unknown-code", Error, 103, 5, "PID-8 must be F, M, U or X.");
    public static readonly Rule SexOld = new("sex-code-mapped", Warning, 103, 5, "PID-8 holds a code that was read as unknown.");
    public static readonly Rule Race = new("race-unknown", Warning, 103, 5, "PID-10 is not a race in the CDC table.");
    public static readonly Rule Ethnicity = new("ethnicity-unknown", Warning, 103, 5, "PID-22 is not an ethnicity in the CDC table.");
    public static readonly Rule NameType = new("name-type-unknown", Warning, 103, 5, "The name type is not in HL70200.");
    public static readonly Rule IdType = new("id-type-unknown", Warning, 103, 5, "The identifier type is not in HL70203.");
    public static readonly Rule AddressType = new("address-type-unknown", Warning, 103, 5, "The address type is not in HL70190.");
    public static readonly Rule County = new("county-unknown", Information, 103, 5, "The county is no FIPS code and was not used.");
    public static readonly Rule CountyName = new("county-name-mapped", Information, 103, 5, "The county came as a name and was read as its FIPS code.");
    public static readonly Rule Zip = new("zip-invalid", Warning, 102, 4, "The ZIP code of an address in the United States must have five or nine digits.");
    public static readonly Rule ZipState = new("zip-not-in-state", Warning, 102, 3, "The ZIP code does not lie in the state.");
    public static readonly Rule State = new("state-unknown", Warning, 103, 5, "The state is not a postal code of a state or territory.");
    public static readonly Rule YesNo = new("yes-no-invalid", Warning, 103, 5, "The field must be Y or N.");
    public static readonly Rule Publicity = new("publicity-unknown", Warning, 103, 5, "PD1-11 is not in HL70215.");
    public static readonly Rule RegistryStatus = new("registry-status-unknown", Warning, 103, 5, "PD1-16 is not in HL70441.");
    public static readonly Rule Relationship = new("relationship-unknown", Warning, 103, 5, "NK1-3 is not in HL70063.");
    public static readonly Rule Completion = new("completion-unknown", Warning, 103, 5, "RXA-20 must be CP, PA, RE or NA; it was taken as complete.");
    public static readonly Rule Action = new("action-unknown", Warning, 103, 5, "RXA-21 must be A, U or D; it was taken as add.");
    public static readonly Rule Source = new("source-unknown", Warning, 103, 5, "RXA-9.1 is not in NIP001; the dose was taken as history.");
    public static readonly Rule Refusal = new("refusal-unknown", Warning, 103, 5, "RXA-18 is not in NIP002.");
    public static readonly Rule Unit = new("unit-unknown", Information, 103, 5, "RXA-7 is not mL.");
    public static readonly Rule Route = new("route-unknown", Error, 103, 5, "RXR-1 is no known route; the segment was dropped.");
    public static readonly Rule Site = new("site-unknown", Warning, 103, 5, "RXR-2 is not in HL70163.");
    public static readonly Rule Eligibility = new("eligibility-unknown", Warning, 103, 5, "The eligibility is not in HL70064.");
    public static readonly Rule Funding = new("funding-unknown", Warning, 103, 5, "The funding source is not in its table.");
    public static readonly Rule Observation = new("observation-unknown", Warning, 103, 5, "OBX-3 is not an observation this guide knows; it was kept as other.");
    public static readonly Rule ObservationValue = new("observation-value-unknown", Warning, 103, 5, "The coded value in OBX-5 is not in the table of its observation.");
    public static readonly Rule BirthOrder = new("birth-order-invalid", Warning, 102, 4, "PID-25 must be a whole number from 1.");
    public static readonly Rule ValueType = new("value-type-unknown", Warning, 103, 5, "OBX-2 is not a value type.");
}
