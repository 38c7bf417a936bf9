-- title:    What was said of deaths
-- grain:    one person, source and date of death
-- source:   PID-29 and PID-30, death dates of flat files, fct_death_record, decisions of stewards
-- definition: A death is final: no later message takes it back. Only a steward does; after that a death counts again when it is
--           dated after the decision, or told by a death record or a steward after it, whatever the order of arrival.
-- nulls:    death_date is null where only the fact was told

with said as (
    select person_key, 'message' as source, death_date, max(message_at) as told_at
    from person_record
    where is_dead or death_date is not null
    group by person_key, death_date
    union all
    select person_key, 'death record', death_date, max(received_at)
    from fct_death_record
    where person_key is not null
    group by person_key, death_date
    union all
    select link.person_key, 'steward', decision.decision_date, max(decision.decided_at)
    from steward_decision as decision
    join person_link as link on link.record_key = decision.person_key
    where decision.kind = 'died'
    group by link.person_key, decision.decision_date
),

revived as (
    select link.person_key, max(decision.decided_at) as revived_at
    from steward_decision as decision
    join person_link as link on link.record_key = decision.person_key
    where decision.kind = 'alive'
    group by link.person_key
)

select
    said.person_key,
    bucket_of(said.person_key) as bucket,
    said.source,
    said.death_date,
    said.told_at,
    coalesce(
        revived.revived_at is null
        or said.death_date > cast(revived.revived_at as date)
        or (said.source <> 'message' and said.told_at > revived.revived_at),
        false
    ) as stands
from said
left join revived using (person_key)
where said.death_date is null or said.death_date <= getvariable('as_of')
order by bucket, said.person_key, said.source, said.death_date nulls first
