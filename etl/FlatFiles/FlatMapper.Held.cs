using RegistryAnalytics.Etl.Hl7;
using RegistryAnalytics.Etl.Quality;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Etl.FlatFiles;

/// <summary>Rows about purged persons are rejected, and with them what later files of the submission tell of the same id.</summary>
sealed partial class FlatMapper
{
    static readonly HashSet<string> named = ["plan_member", "wic_participant", "death", "delivery"];

    // Ids held in this submission by name and birth date: their doses would make a person without a name.
    readonly HashSet<UInt128> heldIds = [];

    void HoldPurged(DelimitedReader row, in Marks start, StagedRows other, int otherCount)
    {
        var stones = settings.Tombstones;
        var id = Value(row, table.Spec.File == "births" ? "state_file_number" : "person_id");
        var isHeld = stones.HoldsId(senderUtf8, id) || !id.IsEmpty && heldIds.Contains(Hash(id));
        for (var at = start.Person; at < part.Person.Rows.Count && !isHeld; at++)
            isHeld = stones.Holds(senderUtf8, part.Person.PersonId[at], part.Person.LastName[at], part.Person.FirstName[at], part.Person.BirthDate[at]);
        if (named.Contains(table.Spec.Table.Name))
            for (var at = otherCount; at < other.Count && !isHeld; at++)
                isHeld = stones.Holds(senderUtf8, default, other.Text("last_name")[at], other.Text("first_name")[at], other.Day("birth_date")[at]);
        if (!isHeld) return;
        findings.Add(PurgeRules.Held, Here(default));
        (rejected, held) = (true, true);
        if (id.IsEmpty) return;
        heldIds.Add(Hash(id));
        addedPerson ??= Hash(id);
    }
}
