-- title:    Doses that rules of the year's measures count
-- grain:    one dose and window that holds it; rules has a bit for each rule that counts the dose
-- source:   fct_dose, rule_window; both ends of a window are included
-- database: view
-- nulls:    none

select
    person.person_key,
    dose.admin_date as day,
    windows.rules
from milestone_person as person
join fct_dose as dose on dose.person_key = person.person_key and dose.is_completed
join rule_window as windows
    on windows.birth_date = person.birth_date
    and windows.cvx = dose.cvx
    and dose.admin_date between windows.from_date and windows.to_date
