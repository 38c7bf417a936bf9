-- title:    Open questions with their explanation
-- grain:    one pair of persons
-- needs:    link_review, link_pair

with explained as (
    select *
    from link_pair
    qualify row_number() over (partition by record_a, record_b order by from_generation desc) = 1
)

select
    review.record_a,
    review.record_b,
    review.person_a,
    review.person_b,
    review.kind,
    review.score,
    review.rule,
    review.from_generation,
    first_name,
    middle_name,
    last_name,
    suffix,
    birth_date,
    sex,
    address,
    locality,
    phone,
    email,
    mother_maiden_name,
    guardian,
    identifier,
    birth_order
from link_review as review
left join explained on explained.record_a = review.record_a and explained.record_b = review.record_b
order by review.kind, review.score desc, review.person_a, review.person_b
