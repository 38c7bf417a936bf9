-- title:    Manufacturers by MVX
-- grain:    one MVX code
-- source:   codes mvx

select mvx, name as manufacturer_name, status
from code_mvx
order by mvx
