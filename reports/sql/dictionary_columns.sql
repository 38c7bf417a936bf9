-- title:    Columns of the build
-- grain:    one column
-- source:   the build's own catalogue

select table_name, column_name, lower(data_type) as data_type
from duckdb_columns()
where not internal
order by table_name, column_index
