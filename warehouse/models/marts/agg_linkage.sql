-- title:    Records, persons and duplicates by sender
-- grain:    one sender, and 'all'
-- unit:     n_source_ids are ids that a sender gave, n_duplicate_ids those beyond one for a person: of 'all' also ids of one person at several senders; records_per_person is a mean; n_pairs_to_review counts a pair once for each sender that told one of its two records
-- source:   person records, links of the build's generation, open review pairs
-- period:   as known by the build; the synthetic state's truth, or a clerical sample, says how right the links are

with told as (
    select sender, person_key, coalesce(person_id_authority, '') as authority, person_id, count(*) as n_records
    from person_record
    group by sender, person_key, authority, person_id
),

counted as (
    select sender, person_key, sum(n_records) as n_records, count(person_id) as n_ids
    from told
    group by sender, person_key
),

-- An id is its sender's, so ids of all senders add up.
persons as (
    select sender, person_key, n_records, n_ids from counted
    union all
    select 'all', person_key, sum(n_records), sum(n_ids) from counted group by person_key
),

waiting as (
    select
        case when grouping(record.sender) = 0 then record.sender else 'all' end as sender,
        count(distinct (review.person_a, review.person_b)) as n_waiting
    from (
        select person_a, person_b, record_a as record_key from link_review where kind <> 'decided'
        union all
        select person_a, person_b, record_b from link_review where kind <> 'decided'
    ) as review
    join person_record as record using (record_key)
    group by grouping sets ((record.sender), ())
)

select
    persons.sender,
    cast(sum(persons.n_records) as bigint) as n_records,
    cast(count(*) as bigint) as n_persons,
    cast(sum(persons.n_ids) as bigint) as n_source_ids,
    cast(sum(case when persons.n_ids > 1 then persons.n_ids - 1 else 0 end) as bigint) as n_duplicate_ids,
    round(sum(persons.n_records) / count(*), 3) as records_per_person,
    coalesce(max(waiting.n_waiting), 0) as n_pairs_to_review
from persons
left join waiting using (sender)
group by persons.sender
order by persons.sender
