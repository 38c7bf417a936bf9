-- title:    Plan members and WIC participants as linking reads them
-- grain:    one member of a plan or participant, with what was told of it
-- needs:    stg_plan_member, stg_wic_participant of the build

with told as (
    select
        'plan' as kind, sender as source, member_id as id, last_name, first_name, middle_name, birth_date, sex, street, city, zip, phone,
        received_at, roster_row_key as row_key
    from stg_plan_member
    union all
    select
        'wic', 'WIC', participant_id, last_name, first_name, middle_name, birth_date, sex, street, city, zip, phone, received_at, wic_row_key
    from stg_wic_participant
)

select kind, source, id, last_name, first_name, middle_name, birth_date, sex, street, city, zip, phone
from told
where id is not null
qualify row_number() over (partition by kind, source, id order by received_at desc, row_key desc) = 1
order by kind, source, id
