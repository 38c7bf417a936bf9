namespace RegistryAnalytics.Evaluation.Schedule;

/// <summary>One version of the immunization schedule: everything that evaluation and forecast decide by.</summary>
/// <param name="Version">CDC's supporting-data version, for example <c>4.64</c>.</param>
/// <param name="Source">Where the facts come from, with a date, in one line.</param>
/// <param name="Antigens">By name, ordinal order.</param>
/// <param name="VaccineGroups">In the package's order.</param>
/// <param name="Vaccines">By CVX, ordinal order.</param>
/// <param name="Conflicts">Live-virus pairs.</param>
/// <param name="Observations">By code, ordinal order.</param>
/// <param name="Seasons">The package's own season of each seasonal antigen.</param>
/// <remarks>
/// The records mirror the terms of the CDSi Logic Specification 4.6. An absent element is null or an empty list, never a
/// default date: the defaults of the specification hold for evaluation only, so the engine applies them. Names are trimmed.
/// CVX and observation codes are text, as published (<c>03</c>, <c>007</c>).
/// </remarks>
public sealed record ImmunizationSchedule(
    string Version,
    string Source,
    Rows<Antigen> Antigens,
    Rows<VaccineGroup> VaccineGroups,
    Rows<Vaccine> Vaccines,
    Rows<LiveVirusConflict> Conflicts,
    Rows<Observation> Observations,
    Rows<Season> Seasons);

/// <summary>A vaccine group and its antigens.</summary>
/// <param name="AdministerFullVaccineGroup">Null where the package says nothing: a group of one antigen.</param>
public sealed record VaccineGroup(string Name, bool? AdministerFullVaccineGroup, Rows<string> Antigens);

/// <summary>A vaccine and the antigens it counts for.</summary>
public sealed record Vaccine(string Cvx, string Name, Rows<AntigenAssociation> Associations);

/// <summary>A vaccine counts for the antigen when begin age ≤ age at the dose &lt; end age.</summary>
public sealed record AntigenAssociation(string Antigen, Period? BeginAge, Period? EndAge);

/// <summary>A dose of the current vaccine conflicts from previous + begin up to, not including, previous + end.</summary>
/// <param name="MinimumEnd">Applies after a valid previous dose in evaluation.</param>
/// <param name="End">Applies after another previous dose, and in forecasts.</param>
public sealed record LiveVirusConflict(string PreviousCvx, string CurrentCvx, Period Begin, Period MinimumEnd, Period End);

/// <summary>A fact about a person that the schedule names: condition, risk, reaction, evidence of immunity.</summary>
public sealed record Observation(string Code, string Title, Rows<CodedValue> CodedValues);

/// <summary>A code of a public code system (SNOMED, CVX, CDCPHINVS) that stands for the observation.</summary>
public sealed record CodedValue(string System, string Code);

/// <summary>One season of an antigen.</summary>
/// <param name="Name">For example <c>2025-26</c>.</param>
/// <param name="Start">First day.</param>
/// <param name="End">Last day; null: until the antigen's next season starts.</param>
/// <param name="Source">Who says so, in a few words.</param>
public sealed record Season(string Antigen, string Name, DateOnly Start, DateOnly? End, string Source);

/// <summary>An antigen (the target disease) with its series and its rules of immunity and contraindication.</summary>
/// <param name="Contraindications">Against every vaccine of the antigen.</param>
/// <param name="VaccineContraindications">Against the vaccines they list.</param>
public sealed record Antigen(
    string Name,
    Immunity Immunity,
    Rows<Contraindication> Contraindications,
    Rows<VaccineContraindication> VaccineContraindications,
    Rows<Series> Series);

/// <param name="ClinicalHistory">Observation codes that are evidence of immunity.</param>
public sealed record Immunity(Rows<string> ClinicalHistory, Rows<BirthDateImmunity> BirthDates);

/// <summary>Born before the date: immune, unless an exclusion is observed.</summary>
/// <param name="Country">Null: any.</param>
/// <param name="Exclusions">Observation codes.</param>
public sealed record BirthDateImmunity(DateOnly BornBefore, string? Country, Rows<string> Exclusions);

/// <summary>The observation contraindicates while begin age ≤ age &lt; end age.</summary>
public sealed record Contraindication(string ObservationCode, Period? BeginAge, Period? EndAge);

public sealed record VaccineContraindication(string ObservationCode, Rows<ContraindicatedVaccine> Vaccines);

public sealed record ContraindicatedVaccine(string Cvx, Period? BeginAge, Period? EndAge);
