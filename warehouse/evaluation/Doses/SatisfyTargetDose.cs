using RegistryAnalytics.Evaluation.Days;
using RegistryAnalytics.Evaluation.Persons;

namespace RegistryAnalytics.Evaluation.Doses;

/// <summary>Sections 6.3 to 6.10: one dose against the current target dose.</summary>
static class SatisfyTargetDose
{
    const uint TooOld = 1u << (int)ReasonCode.TooOld;
    const uint TooSoon = 1u << (int)ReasonCode.TooSoon;
    const uint TooYoung = 1u << (int)ReasonCode.TooYoung;

    internal static RecordResult Evaluate(PersonState person, int x)
    {
        ref readonly var record = ref person.Record(x);
        var number = (byte)person.TargetRow.Number;
        if (InadvertentVaccine.Applies(person, record.Cvx))
        {
            person.Outcome.IsAllValid = false;
            return new(EvaluationStatus.NotValid, number, Reasons.Bit(ReasonCode.InadvertentVaccine));
        }
        var reasons = Collect(person, x);
        var status = Decide(reasons);
        if (status != EvaluationStatus.Extraneous)
            person.LastReference = x;
        if (status == EvaluationStatus.Valid)
        {
            if (person.Outcome.FirstValidDay == Day.None)
                person.Outcome.FirstValidDay = record.Day;
            person.Outcome.Satisfied++;
            person.SatisfyTarget(record.Day);
        }
        else
        {
            person.Outcome.IsAllValid = false;
        }
        return new(status, number, reasons);
    }

    /// <summary>What sections 6.4 to 6.9 say about the dose, as bits.</summary>
    static uint Collect(PersonState person, int x)
    {
        ref readonly var record = ref person.Record(x);
        var reasons = DoseAge.Evaluate(person, record.Day);
        var interval = DoseInterval.EvaluatePreferable(person, record.Day, x);
        if ((interval & TooSoon) != 0 && DoseInterval.IsAllowable(person, record.Day, x))
        {
            interval = Reasons.Bit(ReasonCode.AllowableInterval);
            person.Log?.DropIntervals();
        }
        reasons |= interval;
        if (VaccineConflict.Evaluate(person, record))
            reasons |= Reasons.Bit(ReasonCode.VaccineConflict);
        uint vaccine = 0;
        if (DoseVaccine.IsPreferable(person, record, ref vaccine))
            return reasons | vaccine;
        uint allowable = 0;
        if (DoseVaccine.IsAllowable(person, record, ref allowable))
            return reasons;
        return reasons | vaccine | allowable | Reasons.Bit(ReasonCode.NotPreferableOrAllowable);
    }

    /// <summary>Table 6-31: was the target dose satisfied?</summary>
    static EvaluationStatus Decide(uint reasons)
    {
        const uint invalid = TooYoung | TooSoon | 1u << (int)ReasonCode.VaccineConflict | 1u << (int)ReasonCode.NotPreferableOrAllowable;
        if ((reasons & TooOld) != 0)
            return EvaluationStatus.Extraneous;
        return (reasons & invalid) != 0 ? EvaluationStatus.NotValid : EvaluationStatus.Valid;
    }
}
