-- title:    What a sender's weeks consist of, with sudden changes
-- grain:    one sender, whole week with enough in it, dimension and member that occurs in the weeks shown
-- source:   quality_dose, fct_message, codes cvx_group and quality_parameter
-- definition: Share of the week's doses by kind, vaccine group and eligibility, and of its messages by outcome. Robust z as in
--           agg_quality_volume, over the sender's weeks before it (absent is 0); the spread is never
--           less than chance allows, sqrt(p (1 - p) / n) with p = (median n + 1) / (n + 2), or the floor parameter.
--           A dose of two groups counts in both shares.
-- nulls:    baseline, spread and z are null with fewer weeks of baseline than the parameter asks for

with doses as (
    select sender, week_start_date, kind, eligibility, cvx, count(*) as n
    from quality_dose
    where week_start_date <= getvariable('as_of') - 6
    group by all
),

counted as (
    select sender, week_start_date, 'kind' as dimension, kind as member, sum(n) as n from doses group by all
    union all
    select sender, week_start_date, 'eligibility', coalesce(cast(eligibility as varchar), 'not told'), sum(n) from doses where kind = 'administered' group by all
    union all
    select doses.sender, doses.week_start_date, 'vaccine_group', listed.vaccine_group, sum(doses.n)
    from doses
    join dim_vaccine_group as listed using (cvx)
    group by all
    union all
    select sender, week_start_date, 'outcome', outcome, count(*)
    from fct_message
    cross join quality_terms as terms
    where week_start_date between getvariable('as_of') - 7 * (terms.weeks_shown + 1) + 1 and getvariable('as_of') - 6
    group by all
),

totals as (
    select
        counted.sender,
        counted.week_start_date,
        counted.dimension,
        -- Combination doses stand in several groups: the doses are the whole, not the groups.
        case when counted.dimension = 'vaccine_group' then any_value(whole.n) else sum(counted.n) end as n_all
    from counted
    left join (
        select sender, week_start_date, sum(n) as n from doses group by all
    ) as whole using (sender, week_start_date)
    group by counted.sender, counted.week_start_date, counted.dimension
),

series as (
    select
        totals.sender,
        totals.week_start_date,
        totals.dimension,
        members.member,
        cast(coalesce(counted.n, 0) as bigint) as n,
        cast(totals.n_all as bigint) as n_all,
        coalesce(counted.n, 0) / totals.n_all as share
    from totals
    join (select distinct sender, dimension, member from counted) as members using (sender, dimension)
    left join counted
        on counted.sender = totals.sender
        and counted.week_start_date = totals.week_start_date
        and counted.dimension = totals.dimension
        and counted.member = members.member
    cross join quality_terms as terms
    where totals.n_all >= terms.mix_least
        and totals.week_start_date > getvariable('as_of') - 7 * terms.weeks_shown
),

before as (
    select
        series.*,
        list(share) over (
            partition by sender, dimension, member order by week_start_date rows between terms.baseline_weeks preceding and 1 preceding
        ) as base
    from series
    cross join quality_terms as terms
),

medians as (
    select *, list_median(base) as baseline
    from before
),

spreads as (
    select
        medians.*,
        greatest(
            1.4826 * list_median(list_transform(base, lambda value: abs(value - baseline))),
            sqrt((baseline * n_all + 1) / (n_all + 2) * (1 - least((baseline * n_all + 1) / (n_all + 2), 1)) / n_all),
            terms.share_floor
        ) as spread,
        len(base) >= terms.baseline_least as is_judged,
        terms.z_flag
    from medians
    cross join quality_terms as terms
)

select
    sender,
    week_start_date,
    dimension,
    member,
    n,
    n_all,
    share,
    case when is_judged then baseline end as baseline,
    case when is_judged then spread end as spread,
    case when is_judged then (share - baseline) / spread end as z,
    coalesce(is_judged and abs((share - baseline) / spread) >= z_flag, false) as is_sudden
from spreads
order by sender, dimension, member, week_start_date
