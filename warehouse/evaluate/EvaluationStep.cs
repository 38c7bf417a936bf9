using System.Buffers.Binary;
using System.Globalization;
using RegistryAnalytics.Codes;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Evaluation;
using RegistryAnalytics.Warehouse.Build;

namespace RegistryAnalytics.Warehouse.Evaluate;

/// <summary>The build's evaluation: every person through the engine, bucket by bucket, on all cores; same rows whatever the number of cores.</summary>
/// <remarks>
/// A person's rows are carried over from the previous build while history, schedule, seasons and engine are the same and
/// as-of lies on or after that build's and before the day on which an answer could change. Tests: tests/warehouse/Evaluate, tests/jobs/EndToEndTests.cs.
/// </remarks>
public static class EvaluationStep
{
    /// <summary>The step as the build runs it.</summary>
    public static NativeStep Create() => NativeStep.Of("evaluate", Layer.Warehouse, "Every dose evaluated, every next dose forecast, and the ages of the schedule that it was done by",
        ["dim_person", "fct_dose", "fct_observation", "person_link", "stg_dose", "stg_observation"], ["fct_dose_evaluation", "fct_forecast", "fct_evaluation_state", "dim_series_age"], Run);

    static void Run(BuildContext build)
    {
        var schedule = ScheduleForDate.Load(ScheduleForDate.Library(build.Options.DataFolder), build.Options.ScheduleVersion, build.Options.AsOf);
        var writer = new EvaluationWriter(build.Connection, schedule);
        build.Info("schedule_version", schedule.Compiled.Version);
        build.Info("schedule_fingerprint", schedule.Fingerprint);
        build.Info("out_of_season", string.Join(';', schedule.OutOfSeason));
        var hasPrevious = AttachPrevious(build, schedule);
        var seed = BinaryPrimitives.ReadUInt64BigEndian(Convert.FromHexString(schedule.Fingerprint));
        var reactions = ReadReactions(build.Connection, schedule);
        // In one transaction full row groups go straight to the file; bucket by bucket each would pass through the log first.
        build.Connection.Execute("begin transaction");
        foreach (var (bucket, rows) in Evaluated(build, schedule, seed, hasPrevious, reactions)) writer.Write(bucket, rows);
        build.Connection.Execute("commit");
        if (hasPrevious) build.Connection.Execute("detach previous");
    }

    // Buckets are evaluated side by side, at most two ahead of the writer for each core, and written in their order.
    static IEnumerable<(int Bucket, EvaluatedBucket Rows)> Evaluated(
        BuildContext build, ScheduleForDate schedule, ulong seed, bool hasPrevious, ILookup<int, (long Person, ObservationInput Observation)> reactions)
    {
        return Enumerable.Range(0, Bucket.Count).AsParallel().AsOrdered().WithDegreeOfParallelism(build.Options.Cores)
            .WithMergeOptions(ParallelMergeOptions.NotBuffered)
            .Select(bucket =>
            {
                using var connection = build.Connect();
                var input = BucketInput.Read(connection, bucket, schedule, hasPrevious, reactions[bucket]);
                return (bucket, new BucketEvaluation(schedule, build.Options.AsOf, seed).Run(input));
            });
    }

    /// <summary>Allergic reactions to the vaccine of the dose beside which they were told, by bucket.</summary>
    static ILookup<int, (long Person, ObservationInput Observation)> ReadReactions(DuckDbConnection connection, ScheduleForDate schedule)
    {
        var found = new List<(int Bucket, long Person, ObservationInput Observation)>();
        using var rows = connection.Query(
            """
            select distinct bucket_of(link.person_key), link.person_key, ltrim(dose.cvx, '0'), observation.observed_date
            from stg_observation as observation
            join person_link as link using (record_key)
            join stg_dose as dose using (dose_row_key)
            where observation.value_code = $1
                and observation.kind in ('contraindication', 'reaction')
                and dose.cvx is not null
            """, ScheduleForDate.ReactionToThisVaccine);
        while (rows.Read())
            foreach (var code in schedule.ReactionsByCvx.GetValueOrDefault(rows.GetString(2), []))
                found.Add((rows.GetInt32(0), rows.GetInt64(1), new ObservationInput(code, rows.IsNull(3) ? ObservationInput.Undated : rows.GetDate(3).DayNumber)));
        return found.ToLookup(row => row.Bucket, row => (row.Person, row.Observation));
    }

    static bool AttachPrevious(BuildContext build, ScheduleForDate schedule)
    {
        if (BuildFolder.Current(build.Options.DataFolder) is not { } folder) return false;
        var path = Path.Combine(folder, "facts.duckdb").Replace("'", "''", StringComparison.Ordinal);
        build.Connection.Execute($"attach '{path}' as previous (read_only)");
        var info = build.Connection.QueryRows("select key, value from previous.build_info").ToDictionary(row => (string)row[0]!, row => (string)row[1]!);
        if (info.GetValueOrDefault("schedule_fingerprint") == schedule.Fingerprint
            && string.CompareOrdinal(info.GetValueOrDefault("as_of"), build.Options.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) <= 0)
            return true;
        build.Connection.Execute("detach previous");
        return false;
    }
}
