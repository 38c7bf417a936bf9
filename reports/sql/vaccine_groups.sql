-- title:    Vaccine groups of CVX codes
-- grain:    one CVX code and vaccine group
-- source:   dim_vaccine_group

select cvx, vaccine_group
from dim_vaccine_group
order by cvx, vaccine_group
