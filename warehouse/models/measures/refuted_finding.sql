-- title:    Whether findings marked refuted or entered in error are left out
-- grain:    one row
-- source:   codes measure_version; a measure without versions leaves them out
-- nulls:    none

select coalesce(bool_or(listed.ignores_refuted = '1'), true) as ignores_refuted
from code_measure_version as listed
join measure_version_in_force using (measure, version)
where listed.measure = getvariable('measure')
