using RegistryAnalytics.Etl.Quality;

namespace RegistryAnalytics.Etl.Hl7;

/// <summary>Purged persons are not taken in again: the message is rejected whatever the severities say, and leaves no rows but its findings.</summary>
public sealed partial class MessageMapper
{
    bool held;

    void HoldPurged()
    {
        var stones = settings.Tombstones;
        if (!stones.Any) return;
        var person = part.Person;
        var isHeld = stones.Holds(Sender, person.PersonId[personRow], person.LastName[personRow], person.FirstName[personRow], birthDay);
        for (var row = part.Identifier.Rows.Count - 1; row >= 0 && part.Identifier.RecordKey[row] == RecordKey && !isHeld; row--)
            isHeld = stones.HoldsId(Sender, part.Identifier.Value[row]);
        if (isHeld) Hold(pidSegment, 3);
    }

    void HoldPurged(int mergeSegment, ReadOnlySpan<byte> priorId)
    {
        if (settings.Tombstones.HoldsId(Sender, priorId)) Hold(mergeSegment, 1);
    }

    void Hold(int segment, int field)
    {
        held = true;
        Refuse(PurgeRules.Held, At(segment, field));
    }
}
