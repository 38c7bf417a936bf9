-- title:    Who a person is
-- grain:    one person
-- source:   person records; each field from the record type of best quality that tells it (code survivorship, 1 where it says nothing), then the newest; birth date as person_choice has it
-- nulls:    first_name is a newborn placeholder only where no record tells a name
-- database: identity

with quality as (
    select
        record_type,
        max(case when field = 'last_name' then cast(quality as integer) end) as last_name_quality,
        max(case when field = 'first_name' then cast(quality as integer) end) as first_name_quality,
        max(case when field = 'birth_date' then cast(quality as integer) end) as birth_date_quality,
        max(case when field = 'mother_maiden_name' then cast(quality as integer) end) as mother_maiden_name_quality,
        max(case when field = 'guardian' then cast(quality as integer) end) as guardian_quality,
        max(case when field = 'address' then cast(quality as integer) end) as address_quality,
        max(case when field = 'phone' then cast(quality as integer) end) as phone_quality,
        max(case when field = 'email' then cast(quality as integer) end) as email_quality
    from code_survivorship
    group by record_type
),

told as (
    select
        record.*,
        case
            when regexp_matches(
                upper(record.first_name),
                '^((BABY|NEWBORN|INFANT|NB|TWIN|TRIPLET) ?(BOY|GIRL|MALE|FEMALE)?|BB|BG|BOY|GIRL|MALE|FEMALE|MC|FC|[A-Z''-]+ (BOY|GIRL)) ?([A-D]|[0-9])?$'
            ) then null
            else record.first_name
        end as given_name,
        coalesce(quality.last_name_quality, 1) as last_name_quality,
        coalesce(quality.first_name_quality, 1) as first_name_quality,
        coalesce(quality.birth_date_quality, 1) as birth_date_quality,
        coalesce(quality.mother_maiden_name_quality, 1) as mother_maiden_name_quality,
        coalesce(quality.guardian_quality, 1) as guardian_quality,
        coalesce(quality.address_quality, 1) as address_quality,
        coalesce(quality.phone_quality, 1) as phone_quality,
        coalesce(quality.email_quality, 1) as email_quality
    from person_record as record
    left join quality using (record_type)
),

-- An address is taken as a whole.
picked as (
    select
        person_key,
        arg_max(last_name, best_newest(last_name_quality, newness)) as last_name,
        coalesce(
            arg_max(given_name, best_newest(first_name_quality, newness)),
            arg_max(first_name, best_newest(first_name_quality, newness))
        ) as first_name,
        arg_max(middle_name, newness) as middle_name,
        arg_max(suffix, newness) as suffix,
        arg_max(birth_date, best_newest(birth_date_quality, newness)) as birth_date,
        arg_max(mother_maiden_name, best_newest(mother_maiden_name_quality, newness)) as mother_maiden_name,
        arg_max(guardian_last_name, best_newest(guardian_quality, newness)) as guardian_last_name,
        arg_max(guardian_first_name, best_newest(guardian_quality, newness)) as guardian_first_name,
        arg_max(struct_pack(street, street2, city, state, zip), best_newest(address_quality, newness)) filter (street is not null) as address,
        arg_max(phone, best_newest(phone_quality, newness)) as phone,
        arg_max(email, best_newest(email_quality, newness)) as email,
        arg_max(language, newness) as language
    from told
    group by person_key
)

select
    picked.person_key,
    bucket_of(picked.person_key) as bucket,
    last_name,
    first_name,
    middle_name,
    suffix,
    coalesce(choice.birth_date, picked.birth_date) as birth_date,
    mother_maiden_name,
    guardian_last_name,
    guardian_first_name,
    address.street,
    address.street2,
    address.city,
    address.state,
    address.zip,
    phone,
    email,
    language
from picked
left join person_choice as choice on choice.person_key = picked.person_key
order by bucket, picked.person_key
