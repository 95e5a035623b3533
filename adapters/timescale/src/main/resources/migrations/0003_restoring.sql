--liquibase formatted sql

--changeset vitals:0003-restoring splitStatements:false
-- Between timescaledb_pre_restore() and timescaledb_post_restore() a row goes into the hypertable's
-- root, not into a chunk, and from post_restore on nobody sees it. pg_restore is not kept out: it
-- fills chunks, before their triggers are there. Where there is no TimescaleDB the setting is none.
create or replace function health_metrics_fence() returns trigger language plpgsql as $fence$
begin
  if current_setting('vitals.protocol', true) is distinct from '1' then
    raise exception 'health_metrics is written by Vitals alone, with protocol 1 of its late samples'
      using errcode = 'object_not_in_prerequisite_state',
            hint = 'After a change by hand: set vitals.protocol = 1 before it, and "./vitals rollups rebuild config.yml" behind it.';
  end if;
  if current_setting('timescaledb.restoring', true) = 'on' then
    raise exception 'the database is being restored: rows written now would be lost'
      using errcode = 'read_only_sql_transaction',
            hint = 'select timescaledb_post_restore(), as a superuser, ends it.';
  end if;
  return null;
end
$fence$;
