-- title:    Counties, and the two rows that make county sums close
-- grain:    one county of a state in the jurisdiction, or unknown, or out of state
-- source:   codes counties and states

with counties as (
    select
        county.fips as county_fips,
        county.name as county_name,
        state.fips as state_fips,
        state.name as state_name,
        'county' as kind
    from code_counties as county
    join code_states as state on state.fips = left(county.fips, 2)
    where state.fips in (select state_fips from dim_jurisdiction)
)

select county_fips, county_name, state_fips, state_name, kind from counties
union all
select 'unknown', 'Unknown county', null, null, 'unknown'
union all
select 'out_of_state', 'Out of state', null, null, 'out_of_state'
order by county_fips
