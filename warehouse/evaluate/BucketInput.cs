using System.Text;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Evaluation;

namespace RegistryAnalytics.Warehouse.Evaluate;

/// <summary>Everything that evaluation reads of one bucket, each list in person order.</summary>
sealed class BucketInput
{
    internal readonly List<(long Person, int BirthDay, char Sex)> Persons = [];
    internal readonly List<(long Person, long DoseKey, DoseInput Dose)> Doses = [];
    internal readonly List<(long Person, ObservationInput Observation)> Observations = [];

    /// <summary>Person → what the previous build knew.</summary>
    internal readonly Dictionary<long, (long Hash, int ValidUntil)> Previous = [];

    /// <param name="reactions">Observations that only the whole history tells, of this bucket.</param>
    internal static BucketInput Read(
        DuckDbConnection connection, int bucket, ScheduleForDate schedule, bool hasPrevious, IEnumerable<(long Person, ObservationInput Observation)> reactions)
    {
        var input = new BucketInput();
        using (var persons = connection.Query(
            """
            select person_key, birth_date, sex
            from dim_person
            where bucket = $1 and birth_date is not null and not is_opted_out
            """, bucket))
            while (persons.Read())
                input.Persons.Add((persons.GetInt64(0), persons.GetDate(1).DayNumber, persons.GetString(2)[0]));

        using (var doses = connection.Query(
            """
            select person_key, dose_key, admin_date, cast(cvx as varchar), cast(mvx as varchar), expiration_date, kind = 'partial'
            from fct_dose
            where bucket = $1 and (is_completed or kind = 'partial') and cvx is not null
            """, bucket))
        {
            Span<char> code = stackalloc char[16];
            while (doses.Read())
                input.Doses.Add((doses.GetInt64(0), doses.GetInt64(1), new DoseInput(
                    doses.GetDate(2).DayNumber,
                    schedule.Compiled.CvxIndex(Text(doses, 3, code)),
                    doses.IsNull(4) ? 0 : schedule.Compiled.MvxIndex(Text(doses, 4, code)),
                    doses.IsNull(5) ? int.MaxValue : doses.GetDate(5).DayNumber,
                    doses.GetBoolean(6))));
        }
        RequireOrder(bucket, input);

        // A finding is the answer to a question that we know, or the code itself (SNOMED CT, CDSi). Every day on which it was told
        // goes to the engine: an interval counts from the latest (CALCDTINT-9).
        using (var observations = connection.Query(
            """
            select distinct
                person_key,
                case
                    when code_system = 'CDSI' then 'CDSI ' || ltrim(code, '0')
                    when kind = 'other' then code
                    else value_code
                end,
                observed_date
            from fct_observation
            where bucket = $1
                and (kind <> 'other' or code_system in ('CDSI', 'SCT'))
                and coalesce(lower(value_text) not in ('refuted', 'entered-in-error'), true)
            """, bucket))
            while (observations.Read())
            {
                if (observations.IsNull(1) || !schedule.ObservationCodes.TryGetValue(observations.GetString(1), out var codes)) continue;
                var day = observations.IsNull(2) ? ObservationInput.Undated : observations.GetDate(2).DayNumber;
                foreach (var code in codes) input.Observations.Add((observations.GetInt64(0), new ObservationInput(code, day)));
            }
        input.Observations.AddRange(reactions);
        input.Observations.Sort(static (a, b) => (a.Person, a.Observation.Code, a.Observation.Day).CompareTo((b.Person, b.Observation.Code, b.Observation.Day)));

        if (hasPrevious)
            using (var states = connection.Query("select person_key, history_hash, valid_until from previous.fct_evaluation_state where bucket = $1", bucket))
                while (states.Read())
                    input.Previous[states.GetInt64(0)] = (states.GetInt64(1), states.IsNull(2) ? int.MaxValue : states.GetDate(2).DayNumber);
        return input;
    }

    // Codes of a few letters and digits; a longer one is none that a schedule knows.
    static ReadOnlySpan<char> Text(DuckDbReader reader, int column, Span<char> room) =>
        Encoding.UTF8.TryGetChars(reader.Bytes(column), room, out var written) ? room[..written] : "?";

    // dim_person and fct_dose are stored in this order, and DuckDB gives rows as they are stored: sorting them again would cost as much as evaluating.
    static void RequireOrder(int bucket, BucketInput input)
    {
        for (var at = 1; at < input.Persons.Count; at++)
            if (input.Persons[at - 1].Person >= input.Persons[at].Person)
                throw new InvalidDataException($"Reading persons of bucket {bucket} for evaluation: person {input.Persons[at].Person} comes after {input.Persons[at - 1].Person}. dim_person must be ordered by bucket and person.");
        for (var at = 1; at < input.Doses.Count; at++)
        {
            var (before, after) = (input.Doses[at - 1], input.Doses[at]);
            if ((before.Person, before.Dose.Day, before.DoseKey).CompareTo((after.Person, after.Dose.Day, after.DoseKey)) >= 0)
                throw new InvalidDataException($"Reading doses of bucket {bucket} for evaluation: dose {after.DoseKey} comes after {before.DoseKey}. fct_dose must be ordered by bucket, person, day and key.");
        }
    }
}
