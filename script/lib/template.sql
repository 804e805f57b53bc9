-- What an empty database of Yujian holds: its extensions, in a schema of their own.
-- Read by script/lib/postgres.py and by the database's image.
CREATE SCHEMA gis;
GRANT USAGE ON SCHEMA gis TO PUBLIC;
CREATE EXTENSION postgis SCHEMA gis;
CREATE EXTENSION btree_gist SCHEMA gis;
CREATE EXTENSION pg_trgm SCHEMA gis;
GRANT SELECT ON gis.spatial_ref_sys TO PUBLIC;
