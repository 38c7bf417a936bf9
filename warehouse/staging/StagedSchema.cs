namespace RegistryAnalytics.Staging;

/// <summary>The staged tables: the contract between etl, which writes them as Parquet, and warehouse, which reads them.</summary>
/// <remarks>Columns are added at the end of a table and never removed; a reader treats a missing column as null.</remarks>
public static partial class StagedSchema
{
    /// <summary>Every staged table.</summary>
    public static IReadOnlyList<StagedTable> Tables =>
    [
        Message, Person, PersonIdentifier, PersonName, PersonAddress, PersonPhone,
        PersonContact, PersonMerge, Dose, Observation, Issue, PlanMember,
        Population, Practice, Death, WicParticipant, Delivery, StockEvent,
        SiteVisit, Consent,
    ];
}
