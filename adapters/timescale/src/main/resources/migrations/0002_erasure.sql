--liquibase formatted sql

--changeset vitals:erasure splitStatements:true
-- Of a user's day in which samples were erased the rollups may have rows that were being filled
-- meanwhile. Settling takes all there are away, and keeps what is left as corrections.
alter table health_metrics_late_days add column erased boolean not null default false;

comment on table health_metrics_late_days is
  'Days of a user, by UTC, in which samples were written or erased below the watermark and which are read from raw samples until they are settled.';
comment on column health_metrics_late_days.erased is
  'Samples of the day were erased: what the rollups have of it goes, too.';

create table health_metrics_users_removed (
  id  bigint  primary key
);

comment on table health_metrics_users_removed is
  'Numbers that stood for names which were removed. Services may remember them: nothing is stored by them again.';

alter table health_metrics_rollup_state add column removed_users bigint not null default 0;

comment on column health_metrics_rollup_state.removed_users is
  'Raised with each name that is removed, so that services forget the numbers they remember.';

-- An older service would settle a day and leave what was erased in the rollups.
update health_metrics_rollup_state set protocol = 3;

alter table health_metrics_rollup_state alter column protocol set default 3;

--changeset vitals:erasure-fence splitStatements:false
create or replace function health_metrics_fence() returns trigger language plpgsql as $fence$
begin
  if current_setting('vitals.protocol', true) is distinct from '3' then
    raise exception 'health_metrics is written by Vitals alone, with protocol 3 of its late samples'
      using errcode = 'object_not_in_prerequisite_state',
            hint = 'After a change by hand: set vitals.protocol = 3 before it, and "./vitals rollups rebuild config.yml" behind it.';
  end if;
  if current_setting('timescaledb.restoring', true) = 'on' then
    raise exception 'the database is being restored: rows written now would be lost'
      using errcode = 'read_only_sql_transaction',
            hint = 'select timescaledb_post_restore(), as a superuser, ends it.';
  end if;
  return null;
end
$fence$;
