-- title:    Compared pairs, by whether they are linked now and by band of score
-- grain:    one pair of records that was kept
-- needs:    link_pair, person_link

with newest as (
    select
        least(record_a, record_b) as record_a,
        greatest(record_a, record_b) as record_b,
        score,
        rule
    from link_pair
    qualify row_number() over (
        partition by least(link_pair.record_a, link_pair.record_b), greatest(link_pair.record_a, link_pair.record_b)
        order by from_generation desc
    ) = 1
)

select
    newest.record_a,
    newest.record_b,
    case
        when a.person_key = b.person_key then
            case when newest.score < 12 then 'linked below 12 bits' when newest.score < 20 then 'linked 12 to 20 bits' else 'linked from 20 bits' end
        when newest.rule <> 'None' then 'apart by a rule'
        when newest.score < 1 then 'apart below 1 bit'
        else 'apart from 1 bit'
    end as stratum,
    newest.score,
    newest.rule
from newest
join person_link as a on a.record_key = newest.record_a
join person_link as b on b.record_key = newest.record_b
order by newest.record_a, newest.record_b
