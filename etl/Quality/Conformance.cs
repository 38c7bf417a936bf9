using static RegistryAnalytics.Etl.Quality.Severity;

namespace RegistryAnalytics.Etl.Quality;

/// <summary>
/// Structure and required fields. A rule whose consequence is a lost message or order group has that consequence only
/// while its severity is error.
/// </summary>
/// <remarks>Source: national implementation guide 2.5.1 release 1.5, chapters 2 to 5, and NIST's Z22 profile.</remarks>
public static class Conformance
{
    public static readonly Rule NoHeader = new("no-header", Error, 100, 0, "Text that belongs to no message: there is no MSH segment before it.");
    public static readonly Rule Utf16 = new("utf-16", Error, 102, 4, "The text is UTF-16, in which no HL7 message can be found; send it as UTF-8.");
    public static readonly Rule TooLong = new("message-too-long", Error, 207, 0, "The message is longer than this registry takes.");
    public static readonly Rule Delimiters = new("delimiters-unreadable", Error, 102, 4, "MSH-2 must hold four different delimiter characters.");
    public static readonly Rule NotUtf8 = new("not-utf8", Warning, 102, 4, "The bytes are not UTF-8; they were read as Windows-1252.");
    public static readonly Rule Controls = new("control-characters", Warning, 102, 4, "Control characters inside the message were read as blanks.");
    public static readonly Rule StrayLine = new("stray-line", Warning, 100, 0, "A line is not a segment: it does not begin with three capitals or digits and a separator. A line break inside a field does this.");
    public static readonly Rule TypeUnsupported = new("type-unsupported", Error, 200, 0, "Only VXU and ADT messages are taken in.");
    public static readonly Rule EventUnsupported = new("event-unsupported", Error, 201, 0, "This event of the message type is not taken in.");
    public static readonly Rule TypeMissing = new("type-missing", Error, 101, 7, "MSH-9, the message type, is required.");
    public static readonly Rule ControlIdMissing = new("control-id-missing", Error, 101, 7, "MSH-10, the message control id, is required.");
    public static readonly Rule ProcessingMissing = new("processing-id-missing", Error, 101, 7, "MSH-11, the processing id, is required.");
    public static readonly Rule ProcessingUnsupported = new("processing-id-unsupported", Error, 202, 5, "MSH-11 must be P, T or D.");
    public static readonly Rule NotProduction = new("not-production", Information, 0, 0, "A test message (MSH-11 is not P): judged and answered, but its content is not kept.");
    public static readonly Rule VersionMissing = new("version-missing", Error, 101, 7, "MSH-12, the version, is required.");
    public static readonly Rule VersionUnsupported = new("version-unsupported", Error, 203, 5, "This version of HL7 is not taken in.");
    public static readonly Rule VersionOld = new("version-tolerated", Warning, 203, 5, "Version 2.5.1 is expected; the message was read as if it were.");
    public static readonly Rule ProfileMissing = new("profile-missing", Information, 101, 7, "MSH-21 should be Z22^CDCPHINVS.");
    public static readonly Rule MessageTimeMissing = new("message-time-missing", Error, 101, 7, "MSH-7, the time of the message, is required.");
    public static readonly Rule MessageTimeBad = new("message-time-invalid", Error, 102, 2, "MSH-7 is not a time.");
    public static readonly Rule MessageTimeImprecise = new("message-time-imprecise", Warning, 102, 2, "MSH-7 must have seconds and a time zone.");
    public static readonly Rule SenderMissing = new("sender-missing", Warning, 101, 7, "MSH-4, the sending facility, is empty and no sender was named otherwise.");
    public static readonly Rule SegmentOrder = new("segment-out-of-order", Error, 100, 0, "The segment stands where it does not belong and was ignored.");
    public static readonly Rule SegmentTwice = new("segment-repeated", Warning, 100, 0, "The segment may come once; this one was ignored.");
    public static readonly Rule PidMissing = new("pid-missing", Error, 100, 7, "There is no PID segment.");
    public static readonly Rule PidTwice = new("pid-repeated", Error, 100, 3, "A second PID in one message: the doses of two persons cannot be told apart.");
    public static readonly Rule PatientIdMissing = new("patient-id-missing", Error, 101, 7, "PID-3 must hold at least one identifier.");
    public static readonly Rule PatientIdIncomplete = new("patient-id-incomplete", Warning, 101, 7, "An identifier in PID-3 lacks its assigning authority or type.");
    public static readonly Rule NameMissing = new("name-missing", Error, 101, 7, "PID-5 must hold a last and a first name.");
    public static readonly Rule NameTypeMissing = new("name-type-missing", Information, 101, 7, "PID-5.7, the name type, is required.");
    public static readonly Rule BirthDateMissing = new("birth-date-missing", Error, 101, 7, "PID-7, the date of birth, is required.");
    public static readonly Rule BirthDateBad = new("birth-date-invalid", Error, 102, 2, "PID-7 must be a whole, real date.");
    public static readonly Rule SexMissing = new("sex-missing", Error, 101, 7, "PID-8, the sex, is required.");
    public static readonly Rule BirthOrderMissing = new("birth-order-missing", Warning, 101, 7, "PID-25, the birth order, is expected where PID-24 says multiple birth.");
    public static readonly Rule AddressTypeMissing = new("address-type-missing", Information, 101, 7, "PID-11.7, the address type, is required with an address.");
    public static readonly Rule PhonePartial = new("phone-incomplete", Warning, 102, 4, "A telephone number needs area code and seven digits.");
    public static readonly Rule NextOfKinIncomplete = new("next-of-kin-incomplete", Error, 101, 7, "NK1-2 (name) and NK1-3 (relationship) are required; the segment was dropped.");
    public static readonly Rule MergeMissing = new("merge-missing", Error, 101, 7, "A merge (A40) needs MRG-1, the prior identifier.");
    public static readonly Rule OrderWithoutDose = new("order-without-rxa", Error, 100, 7, "An ORC without RXA: the order group was dropped.");
    public static readonly Rule DoseWithoutOrder = new("rxa-without-orc", Warning, 100, 7, "An RXA without its own ORC: the dose was taken without its id.");
    public static readonly Rule OrderControl = new("order-control-invalid", Warning, 103, 5, "ORC-1 must be RE.");
    public static readonly Rule DoseIdMissing = new("dose-id-missing", Error, 101, 7, "ORC-3, the sender's id of the dose, is required.");
    public static readonly Rule DoseIdPlaceholder = new("dose-id-placeholder", Warning, 102, 3, "ORC-3 is the placeholder 9999 although a dose was given.");
    public static readonly Rule DoseIdNotPlaceholder = new("dose-id-not-placeholder", Information, 102, 3, "ORC-3 must be 9999 where nothing was given.");
    public static readonly Rule DoseIdAuthority = new("dose-id-authority-missing", Information, 101, 7, "ORC-3 needs the authority that gave the id (ORC-3.2 or ORC-3.3).");
    public static readonly Rule AdminDateMissing = new("admin-date-missing", Error, 101, 7, "RXA-3, the date of administration, is required.");
    public static readonly Rule AdminDateBad = new("admin-date-invalid", Error, 102, 2, "RXA-3 must be a whole, real date.");
    public static readonly Rule VaccineMissing = new("vaccine-missing", Error, 101, 7, "RXA-5, the vaccine, is required.");
    public static readonly Rule AmountMissing = new("amount-missing", Error, 101, 7, "RXA-6, the amount, is required; 999 says unknown.");
    public static readonly Rule AmountBad = new("amount-invalid", Error, 102, 4, "RXA-6, the amount, must be a number.");
    public static readonly Rule AmountNot999 = new("amount-not-999", Information, 102, 3, "RXA-6 must be 999 where nothing was given.");
    public static readonly Rule UnitMissing = new("unit-missing", Warning, 101, 7, "RXA-7, the unit, is required with an amount.");
    public static readonly Rule SourceMissing = new("source-missing", Warning, 101, 7, "RXA-9.1 must say whether the dose was administered here or is history; it was taken as history.");
    public static readonly Rule SourceSentForNone = new("source-not-allowed", Information, 102, 3, "RXA-9 must be empty where nothing was given.");
    public static readonly Rule RefusalMissing = new("refusal-reason-missing", Warning, 101, 7, "RXA-18, the reason, is required for a refusal.");
    public static readonly Rule RefusalContradicts = new("refusal-contradicts", Warning, 102, 3, "RXA-18 gives a refusal reason but RXA-20 does not say refused.");
    public static readonly Rule ActionMissing = new("action-missing", Information, 101, 7, "RXA-21, the action, is required; it was taken as add.");
    public static readonly Rule RouteMissing = new("route-missing", Error, 101, 7, "RXR-1, the route, is required; the segment was dropped.");
    public static readonly Rule ObservationCodeMissing = new("observation-code-missing", Error, 101, 7, "OBX-3 is required; the segment was dropped.");
    public static readonly Rule ObservationValueMissing = new("observation-value-missing", Error, 101, 7, "OBX-5 is required; the segment was dropped.");
    public static readonly Rule ObservationValueBad = new("observation-value-invalid", Error, 102, 4, "OBX-5 does not fit the type in OBX-2; the segment was dropped.");
    public static readonly Rule ObservationTypeMissing = new("observation-type-missing", Warning, 101, 7, "OBX-2, the value type, is required.");
    public static readonly Rule SubIdMissing = new("observation-sub-id-missing", Warning, 101, 7, "OBX-4 must be a positive whole number.");
    public static readonly Rule EligibilityAtVisit = new("eligibility-in-pv1", Warning, 100, 3, "Eligibility was taken from PV1-20; it belongs into an OBX 64994-7 of each dose.");
}
