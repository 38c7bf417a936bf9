-- title:    Pairs that wait for a person's decision
-- grain:    one pair of persons
-- source:   review rows of all generations whose records are still two persons; the newest row of a pair of persons counts
-- needs:    person_link

with now as (
    select
        review.record_a,
        review.record_b,
        least(a.person_key, b.person_key) as person_a,
        greatest(a.person_key, b.person_key) as person_b,
        review.kind,
        review.score,
        review.rule,
        review.from_generation
    from review_history as review
    join person_link as a on a.record_key = review.record_a
    join person_link as b on b.record_key = review.record_b
    -- Of two persons. Written with "<>" it could become the condition by which all links are joined with all links.
    where least(a.person_key, b.person_key) < greatest(a.person_key, b.person_key)
),

decided as (
    select distinct person_a, person_b from now where kind = 'decided'
)

select record_a, record_b, person_a, person_b, kind, score, rule, from_generation
from now
-- Two columns "not in" would hold every open pair against every decided one.
where not exists (select 1 from decided where decided.person_a = now.person_a and decided.person_b = now.person_b)
qualify row_number() over (
    partition by person_a, person_b
    order by from_generation desc, kind, score desc, record_a, record_b
) = 1
order by person_a, person_b
