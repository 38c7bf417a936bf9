using RegistryAnalytics.Evaluation.Persons;

namespace RegistryAnalytics.Evaluation.Doses;

/// <summary>Section 4.4: every antigen record against the target doses of one series.</summary>
static class SeriesEvaluation
{
    internal static void Run(PersonState person)
    {
        for (var x = 0; x < person.RecordCount; x++)
        {
            person.Log?.BeginDose(x);
            person.Result(x) = Evaluate(person, x);
        }
    }

    static RecordResult Evaluate(PersonState person, int x)
    {
        ref readonly var record = ref person.Record(x);
        while (person.HasTarget)
        {
            var condition = DoseCondition.Evaluate(person, record);
            if (condition != 0)
            {
                person.Outcome.IsAllValid = false;
                return new(EvaluationStatus.SubStandard, (byte)person.TargetRow.Number, condition);
            }
            if (!ConditionalSkip.Applies(person, SkipUse.Evaluation, record.Day, x))
                return SatisfyTargetDose.Evaluate(person, x);
            // The same dose is looked at again, now against the next target dose.
            person.SkipTarget();
        }
        return new(EvaluationStatus.Extraneous, 0, Reasons.Bit(ReasonCode.SeriesAlreadyComplete));
    }
}
