-- title:    Timeliness of doses
-- grain:    one birth year, dose and place: the jurisdiction of the newest three birth years, counties of the newest complete one
-- source:   agg_dose_timeliness
-- definition: Doses that no child of the birth years shown has are left out.
-- nulls:    quartiles are null where no child has the dose

with newest as (
    select dose, max(birth_year) as last_year, max(birth_year) filter (is_complete) as complete_year
    from agg_dose_timeliness
    where county_fips = 'state' and coalesce(dose = $indicator, true)
    group by dose
)

select
    timeliness.birth_year,
    timeliness.dose,
    timeliness.county_fips,
    timeliness.n_cohort,
    timeliness.n_given,
    timeliness.n_on_time,
    timeliness.n_by_maximum,
    timeliness.age_days_low,
    timeliness.age_days_median,
    timeliness.age_days_high,
    timeliness.days_late_low,
    timeliness.days_late_median,
    timeliness.days_late_high,
    timeliness.is_complete
from agg_dose_timeliness as timeliness
join newest using (dose)
where case
        when timeliness.county_fips = 'state' then timeliness.birth_year > newest.last_year - 3
        else $with_counties and timeliness.birth_year = newest.complete_year
    end
qualify max(timeliness.n_given) over (partition by timeliness.dose) > 0
order by timeliness.birth_year desc, timeliness.dose, timeliness.county_fips <> 'state', timeliness.county_fips
