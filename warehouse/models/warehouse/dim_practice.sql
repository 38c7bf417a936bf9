-- title:    Practices and sites
-- grain:    one practice id: those on file, and those only named in submissions
-- source:   practices.csv, practice ids of persons and doses
-- nulls:    practice_type is null where no practice file names the site

with on_file as (
    select
        practice_id,
        name as practice_name,
        type as practice_type,
        pin,
        county_fips,
        parent_id,
        opened_date,
        closed_date
    from stg_practice
    qualify row_number() over (partition by practice_id order by received_at desc, name) = 1
),

named as (
    select practice_id from stg_person where practice_id is not null
    union
    select practice_id from stg_dose where practice_id is not null
    union
    select practice_id from on_file
)

select
    cast(row_number() over (order by named.practice_id) as bigint) as practice_key,
    named.practice_id,
    coalesce(on_file.practice_name, named.practice_id) as practice_name,
    on_file.practice_type,
    on_file.pin,
    on_file.county_fips,
    on_file.parent_id,
    on_file.opened_date,
    on_file.closed_date
from named
left join on_file using (practice_id)
order by practice_key
