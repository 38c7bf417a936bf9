namespace RegistryAnalytics.Synth;

/// <summary>The CSV files that grow household by household.</summary>
enum Feed
{
    Persons, Vaccinations, Observations, Consents, Births, Deaths, Deliveries, Roster, Wic,
    TruthPerson, TruthResidence, TruthRecord, TruthDose, TruthDoseRecord, TruthRefusal, TruthFinding, TruthMalformed,
}

static class Feeds
{
    /// <summary>File (under the output folder) and first line of each feed, in the order of <see cref="Feed"/>.</summary>
    internal static readonly (string Path, string Header)[] All =
    [
        ("submissions/flat/persons.csv", "person_id,last_name,first_name,middle_name,birth_date,sex,race,ethnicity,mother_maiden_name,street,city,state,zip,county_fips,phone,email,birth_order,multiple_birth,death_date,status,practice_id"),
        ("submissions/flat/vaccinations.csv", "person_id,vaccination_id,action,date,cvx,ndc,mvx,lot,expiration,amount,route,site,source,completion,refusal,practice_id,eligibility,funding,entered_date"),
        ("submissions/flat/observations.csv", "person_id,code_system,code,value,date"),
        ("submissions/flat/consents.csv", "person_id,kind,value,from,to,source"),
        ("submissions/vital/births.csv", "state_file_number,last_name,first_name,middle_name,birth_date,sex,race,ethnicity,mother_last_name,mother_first_name,mother_maiden_name,mother_birth_date,street,city,state,zip,phone,facility,residence_county_fips,occurrence_county_fips,birth_order,plurality,hepb_date,hepb_cvx"),
        ("submissions/vital/deaths.csv", "state_file_number,last_name,first_name,middle_name,birth_date,sex,street,city,state,zip,death_date"),
        ("submissions/vital/deliveries.csv", "delivery_id,last_name,first_name,birth_date,street,city,state,zip,phone,delivery_date,gestational_weeks,facility"),
        ("submissions/plan/roster.csv", "member_id,last_name,first_name,middle_name,birth_date,sex,street,city,state,zip,phone,race,ethnicity,product_line,enrolled_from,enrolled_to"),
        ("submissions/wic/wic.csv", "participant_id,last_name,first_name,middle_name,birth_date,sex,street,city,state,zip,phone,clinic_id,certified_from,certified_to"),
        ("truth/person.csv", "person_id,household_id,role,birth_date,sex,last_name,first_name,multiple_birth,birth_order,born_in_state,county_fips,status,death_date,opted_out,protected,n_doses,n_records"),
        ("truth/residence.csv", "person_id,county_fips,from,to"),
        ("truth/record.csv", "sender,id,kind,person_id,first_sent"),
        ("truth/dose.csv", "dose_key,person_id,date,cvx,mvx,practice_id,is_valid_intent,is_partial,n_records"),
        ("truth/dose_record.csv", "sender,dose_id,person_record_id,dose_key,date,source,coding,last_action"),
        ("truth/refusal.csv", "person_id,date,cvx,practice_id,reason"),
        ("truth/finding.csv", "person_id,date,question,code"),
        ("truth/malformed.csv", "sender,control_id,kind,sent_again"),
    ];
}

/// <summary>What a run of households adds to the output: one buffer a sender and one a feed, and the counts.</summary>
sealed class Block(int senders)
{
    internal readonly ByteText[] Hl7 = [.. Enumerable.Range(0, senders).Select(_ => new ByteText())];
    internal readonly ByteText[] Csv = [.. Feeds.All.Select(_ => new ByteText())];
    internal long Persons, Births, Records, Messages, Malformed, Merges, Doses, DoseRecords, PlanMembers;

    internal ByteText this[Feed feed] => Csv[(int)feed];

    internal void Clear()
    {
        foreach (var buffer in Hl7) buffer.Clear();
        foreach (var buffer in Csv) buffer.Clear();
        Persons = Births = Records = Messages = Malformed = Merges = Doses = DoseRecords = PlanMembers = 0;
    }
}
