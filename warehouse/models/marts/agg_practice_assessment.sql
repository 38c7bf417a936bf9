-- title:    Practice assessment by practice and antigen
-- grain:    one measure, practice (null for all of them) and antigen or series
-- source:   practice_count: msr_practice_childhood, msr_practice_adolescent; codes program_parameter
-- definition: Up to date by the milestone, late up to date (today and not by the milestone), missed opportunity on the last
--           visit among those not up to date, missed opportunity on any visit and those of them who are still not up to date,
--           each of the active patients; coverage with the patients inactivated in the 90 days before; Wilson intervals of
--           95 % as if these patients were a sample; rank among practices with 30 patients or more, ties sharing the better
--           rank: by coverage today the highest first, by missed opportunities, late starts and drop-off the lowest first.
--           Funnel limits are what chance explains of a practice of this size whose patients fare as those of all practices: their rate p and
--           1.96 standard errors (far: 3.09) to both sides, within 0 and 1; where fewer than 5 patients are expected with the rarer
--           outcome, the exact binomial counts that chance passes in 25 of 1,000 practices (far: 1 of 1,000) on a side. standing:
--           within these limits, below or above, far_below or far_above. A practice too small to be ranked has none.
-- nulls:    rates are null where there is no patient, rank, funnel limits and standing below 30 patients and for all practices; by the
--           milestone, late and missed where the measure does not ask it of the indicator (a series has no visit at which all of it is missed)

with terms as (
    select
        max(cast(value as integer)) filter (name = 'rank_least_patients') as least_patients,
        max(cast(value as integer)) filter (name = 'funnel_z_hundredths') / 100 as z,
        max(cast(value as integer)) filter (name = 'funnel_far_z_hundredths') / 100 as far_z,
        max(cast(value as integer)) filter (name = 'funnel_tail_per_10000') / 10000 as tail,
        max(cast(value as integer)) filter (name = 'funnel_far_tail_per_10000') / 10000 as far_tail,
        max(cast(value as integer)) filter (name = 'funnel_exact_below') as exact_below
    from code_program_parameter
),

rated as (
    select
        practice_count.*,
        case when n_patients > 0 then n_up_to_date / n_patients end as rate,
        case when n_with_inactivated > 0 then n_up_to_date_with_inactivated / n_with_inactivated end as rate_with_inactivated,
        wilson_low(n_up_to_date, n_patients) as rate_low,
        wilson_high(n_up_to_date, n_patients) as rate_high,
        practice_key is not null and n_patients >= terms.least_patients as is_ranked
    from practice_count
    cross join terms
),

beside as (
    select
        rated.*,
        state.rate as state_rate,
        least(state.n_up_to_date, state.n_patients - state.n_up_to_date) / nullif(state.n_patients, 0) as rare_rate,
        sqrt(state.rate * (1 - state.rate) / nullif(rated.n_patients, 0)) as standard_error
    from rated
    left join rated as state
        on state.measure = rated.measure
        and state.period = rated.period
        and state.indicator = rated.indicator
        and state.practice_key is null
),

-- Sizes of practices at which the normal limits do not hold, and the chance of so many patients or fewer with the rarer outcome.
chances as (
    select
        sizes.*,
        patients.n,
        sum(exp(
            lgamma(n_patients + 1) - lgamma(n + 1) - lgamma(n_patients - n + 1) + n * ln(rare_rate) + (n_patients - n) * ln(1 - rare_rate)
        )) over (partition by measure, period, indicator, n_patients order by n) as chance
    from (
        select distinct measure, period, indicator, n_patients, rare_rate
        from beside
        cross join terms
        where is_ranked and rare_rate > 0 and n_patients * rare_rate < terms.exact_below
    ) as sizes
    cross join terms
    cross join unnest(range(0, least(n_patients, 5 * terms.exact_below + 5) + 1)) as patients (n)
),

exact as (
    select
        measure,
        period,
        indicator,
        n_patients,
        min(n) filter (chance > terms.tail) as n_low,
        min(n) filter (chance >= 1 - terms.tail) as n_high,
        min(n) filter (chance > terms.far_tail) as n_far_low,
        min(n) filter (chance >= 1 - terms.far_tail) as n_far_high
    from chances
    cross join terms
    group by measure, period, indicator, n_patients
),

-- Counts of the rarer outcome are turned round where that is not to be up to date.
limited as (
    select
        beside.*,
        case when n_low is null then greatest(state_rate - z * standard_error, 0)
            when state_rate <= 0.5 then n_low / n_patients else (n_patients - n_high) / n_patients end as low,
        case when n_low is null then least(state_rate + z * standard_error, 1)
            when state_rate <= 0.5 then n_high / n_patients else (n_patients - n_low) / n_patients end as high,
        case when n_low is null then greatest(state_rate - far_z * standard_error, 0)
            when state_rate <= 0.5 then n_far_low / n_patients else (n_patients - n_far_high) / n_patients end as far_low,
        case when n_low is null then least(state_rate + far_z * standard_error, 1)
            when state_rate <= 0.5 then n_far_high / n_patients else (n_patients - n_far_low) / n_patients end as far_high
    from beside
    left join exact using (measure, period, indicator, n_patients)
    cross join terms
)

select
    measure, period, practice_key, indicator,
    n_patients, n_up_to_date, n_by_milestone, n_late, n_missed_last_visit, n_missed, n_missed_still_due,
    n_with_inactivated, n_up_to_date_with_inactivated,
    rate, rate_with_inactivated, rate_low, rate_high,
    case when is_ranked then cast(rank() over (
        partition by measure, period, indicator, is_ranked
        order by case when regexp_matches(indicator, '^missed_|_late_start$|_drop_off$') then rate else -rate end
    ) as integer) end as rank,
    cast(count(*) filter (is_ranked) over (partition by measure, period, indicator) as integer) as n_ranked,
    state_rate,
    case when is_ranked then low end as funnel_low,
    case when is_ranked then high end as funnel_high,
    case when is_ranked then far_low end as funnel_far_low,
    case when is_ranked then far_high end as funnel_far_high,
    case
        when not is_ranked then null
        when rate < far_low then 'far_below'
        when rate > far_high then 'far_above'
        when rate < low then 'below'
        when rate > high then 'above'
        else 'within'
    end as standing
from limited
order by measure, period, indicator, practice_key nulls first
