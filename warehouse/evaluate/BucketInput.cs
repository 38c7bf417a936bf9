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

    internal static BucketInput Read(DuckDbConnection connection, int bucket, ScheduleForDate schedule, bool hasPrevious)
    {
        var input = new BucketInput();
        using (var persons = connection.Query(
            """
            select person_key, birth_date, sex
            from dim_person
            where bucket = $1 and birth_date is not null and not is_opted_out
            order by person_key
            """, bucket))
            while (persons.Read())
                input.Persons.Add((persons.GetInt64(0), persons.GetDate(1).DayNumber, persons.GetString(2)[0]));

        using (var doses = connection.Query(
            """
            select person_key, dose_key, admin_date, cvx, mvx, expiration_date, kind = 'partial'
            from fct_dose
            where bucket = $1 and (is_completed or kind = 'partial') and cvx is not null
            order by person_key, admin_date, dose_key
            """, bucket))
            while (doses.Read())
                input.Doses.Add((doses.GetInt64(0), doses.GetInt64(1), new DoseInput(
                    doses.GetDate(2).DayNumber,
                    schedule.Compiled.CvxIndex(doses.GetString(3)),
                    doses.IsNull(4) ? 0 : schedule.Compiled.MvxIndex(doses.GetString(4)),
                    doses.IsNull(5) ? int.MaxValue : doses.GetDate(5).DayNumber,
                    doses.GetBoolean(6))));

        using (var observations = connection.Query(
            """
            select person_key, case when code_system = 'CDSI' then 'CDSI ' || code else value_code end, min(observed_date)
            from fct_observation
            where bucket = $1 and kind <> 'other'
            group by all
            order by all
            """, bucket))
            while (observations.Read())
            {
                if (observations.IsNull(1) || !schedule.ObservationCodes.TryGetValue(observations.GetString(1), out var codes)) continue;
                var day = observations.IsNull(2) ? ObservationInput.Undated : observations.GetDate(2).DayNumber;
                foreach (var code in codes) input.Observations.Add((observations.GetInt64(0), new ObservationInput(code, day)));
            }

        if (hasPrevious)
            using (var states = connection.Query("select person_key, history_hash, valid_until from previous.fct_evaluation_state where bucket = $1", bucket))
                while (states.Read())
                    input.Previous[states.GetInt64(0)] = (states.GetInt64(1), states.IsNull(2) ? int.MaxValue : states.GetDate(2).DayNumber);
        return input;
    }
}
