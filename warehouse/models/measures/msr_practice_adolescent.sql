-- title:    Practice assessment: adolescents of 13 to 17 years
-- grain:    one row per indicator and patient at a practice
-- unit:     patients at practices
-- period:   as_of
-- steward:  AFIX/IQIP-aligned
-- version:  codes practice_cohort, practice_antigen, practice_due, practice_parameter
-- source:   measure definitions c, read 2026-11-22
-- definition: Adolescents of 13 to 17 years with an active relationship to a practice, as of the 13th birthday (indicators _by_milestone) and as of today. Valid doses count; where the
--           schedule's algorithm is content with fewer doses, so is this. Missed opportunities are vaccination visits on
--           which an antigen was due and could be given: a lower bound, since a registry sees vaccination visits only.
--           Patients inactivated in the 90 days before are in the initial population and not in the denominator.
-- enum:     indicator from (
--             select indicator || suffix as indicator from code_practice_antigen
--             cross join (values (''), ('_by_milestone'), ('_missed'), ('_missed_on_last_visit')) as suffixes (suffix) where cohort = 'adolescent'
--             union all select unnest(['series', 'series_by_milestone', 'series_one_visit_away', 'series_eligible_today',
--             'missed_opportunity', 'missed_opportunity_on_last_visit', 'mmr_begun_drop_off'])
--           ); exclusion_reason from (select unnest(['deceased', 'opted out']) as exclusion_reason)
-- nulls:    evidence_date is null exactly when in_numerator = 0

select
    result.indicator,
    person.unit_key,
    person.person_key,
    cast(person.is_active as integer) * result.in_denominator as in_denominator,
    cast(person.exclusion_reason is not null as integer) as is_excluded,
    cast(result.evidence_date is not null as integer) as in_numerator,
    result.evidence_date,
    person.exclusion_reason
from practice_person as person
join (
    select unit_key, indicator, in_denominator, evidence_date from practice_indicator
    union all
    select unit_key, indicator, in_denominator, evidence_date from practice_start
) as result using (unit_key)
