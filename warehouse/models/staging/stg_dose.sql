-- title:    Vaccination events as told by messages
-- grain:    one vaccination event as told by one message
-- source:   lake/staged, batches of the build

select
    dose_row_key,
    record_key,
    message_key,
    dose_id,
    practice_id,
    provider_id,

    sender,
    dose_id_authority,
    action,
    outcome,
    kind,
    admin_date_sent,
    cvx_sent,
    code_system_sent,
    cvx,
    cvx_from,
    ndc,
    cpt,
    mvx,
    lot,
    amount_unit,
    route,
    site,
    source_code,
    completion,
    refusal_reason,
    entering_organization,
    eligibility,
    funding,

    order_group,
    amount,
    missing,

    admin_date,
    expiration_date,
    entered_date,
    message_at,
    received_at
from staged_dose
where received_at <= getvariable('known_by')
