--liquibase formatted sql

--changeset vitals:baseline-samples splitStatements:true
-- Metrics are columns that are added at every start, from the catalogue (package metrics).
-- No rollback: it would be the loss of every sample.
create table health_metrics (
  user_id    bigint      not null,
  timestamp  timestamptz not null,
  -- Serves both roads. In: finds the row that a repeated sample is merged into. Out: one user's
  -- range is one stretch of it. No B-tree on time alone: no question here is about everybody, and
  -- it would cost a third of the ingest rate.
  primary key (user_id, timestamp)
);

comment on table health_metrics is
  'One row a sample: what was reported for one user at one moment. An absent value is null.';
comment on column health_metrics.user_id is 'Whose sample it is: 1 to 2^63-1.';
comment on column health_metrics.timestamp is 'When it was taken, to the microsecond.';

-- For the refresh, which reads everybody's samples of a time. Costs nothing to keep.
create index health_metrics_timestamp on health_metrics
  using brin (timestamp) with (autosummarize = on);

create table health_metrics_catalogue (
  name      text     primary key,
  -- The order in which they were added, which is that of their columns.
  number    integer  not null unique generated always as identity,
  kind      text     not null,
  decimals  smallint not null,
  type      text     not null
);

comment on table health_metrics_catalogue is
  'The metrics that have columns here, whether they are taken now or not.';
comment on column health_metrics_catalogue.kind is
  'GAUGE: rollups keep minimum and maximum too. TOTAL: they do not.';
comment on column health_metrics_catalogue.decimals is
  'Values are integers of 10^-decimals units, so that sums are exact in any order.';
comment on column health_metrics_catalogue.type is 'Of the values.';

--changeset vitals:baseline-users splitStatements:true
create sequence health_metrics_users_added maxvalue 1048575 minvalue 0 cycle;

-- The time in milliseconds, and a number for those of one. Not a sequence alone: a standby that is
-- promoted before it has everything would hand out again what a service still remembers for somebody
-- else. Up to -1, which is in the year 2109.
create table health_metrics_users (
  id   bigint primary key check (id between -4611686018427387904 and -1)
       default ((extract(epoch from clock_timestamp()) * 1000)::bigint << 20)
               + nextval('health_metrics_users_added') - 4611686018427387904,
  -- Byte by byte: no language makes two names one, and no new version of one spoils the index.
  name text   collate "C" not null unique check (name <> '')
);

comment on column health_metrics.user_id is
  'Whose sample it is: 1 to 2^63-1; negative stands for a name of health_metrics_users.';

comment on table health_metrics_users is
  'Users that clients name by text. A row is never changed: services keep them in memory.';
comment on column health_metrics_users.id is
  'What stands for the name in health_metrics and its summaries.';

--changeset vitals:baseline-rollups splitStatements:true
-- What every kind of database has beside the rollups themselves, which are continuous aggregates
-- or ordinary tables and are made at every start (package kind). docs/late-samples.md tells the
-- protocol.
create table health_metrics_rollup_state (
  only_row       boolean     primary key default true check (only_row),
  protocol       integer     not null default 2,
  generation     integer     not null default 1,
  kind           text,
  marked_below   timestamptz not null default '-infinity',
  read_below_15m timestamptz not null default '-infinity',
  read_below_1d  timestamptz not null default '-infinity',
  horizon        timestamptz not null default '-infinity',
  columnar_below timestamptz not null default '-infinity',
  clock          timestamptz not null default '-infinity',
  check (horizon <= read_below_1d
         and read_below_1d <= read_below_15m
         and read_below_15m <= marked_below)
);

comment on table health_metrics_rollup_state is 'One row: what the rollups hold, and who may write.';
comment on column health_metrics_rollup_state.protocol is
  'How late samples are kept track of. A service that knows another one neither writes nor reads.';
comment on column health_metrics_rollup_state.generation is
  'Raised when the rollups are rebuilt: bounds read under another generation are void.';
comment on column health_metrics_rollup_state.kind is
  'PLAIN, APACHE or COMMUNITY: what the database was when it was last set up.';
comment on column health_metrics_rollup_state.marked_below is
  'Whoever writes a sample below this moment marks its day in health_metrics_late_days.';
comment on column health_metrics_rollup_state.read_below_15m is
  'Quarter hours below this moment are read from health_metrics_15m.';
comment on column health_metrics_rollup_state.read_below_1d is
  'Days below this moment are read from health_metrics_1d.';
comment on column health_metrics_rollup_state.horizon is
  'Samples below this moment are gone by retention; their rollups and corrections stay.';
comment on column health_metrics_rollup_state.columnar_below is
  'Chunks below this moment may be in the columnstore.';
-- The only witness of the time that outlives a stop: a clock that is far beyond it may be wrong.
comment on column health_metrics_rollup_state.clock is
  'Up to where the work on the rollups has followed the database''s clock; -infinity while no sample bears it out.';

insert into health_metrics_rollup_state default values;

-- The marks. A few rows at most times: what is settled leaves.
create table health_metrics_late_days (
  user_id bigint      not null,
  day     timestamptz not null,
  gen     bigint      not null default 1,
  primary key (user_id, day)
);

comment on table health_metrics_late_days is
  'Days of a user, by UTC, in which samples were written below the watermark and which are read from raw samples until they are settled.';
comment on column health_metrics_late_days.gen is
  'Raised by every such write, so that settling notices one that came meanwhile.';

-- The corrections. Each takes the place of the rollup's row of the same key. Figures of metrics are
-- added as those of samples are; they are null where the metric came later.
create table health_metrics_15m_corrections (
  user_id bigint      not null,
  bucket  timestamptz not null,
  samples bigint      not null,
  primary key (user_id, bucket)
);

comment on table health_metrics_15m_corrections is
  'Summaries of quarter hours that health_metrics_15m does not have right, since samples came late. Units as there.';

create table health_metrics_1d_corrections (
  like health_metrics_15m_corrections including constraints including indexes
);

comment on table health_metrics_1d_corrections is
  'Summaries of days that health_metrics_1d does not have right. Units as there.';

--changeset vitals:baseline-fence splitStatements:false
-- A service of before the rollups, or a hand at psql, would write late samples without a mark, and
-- the answers would be wrong from then on. By statement, so it costs nothing a row.
-- Between timescaledb_pre_restore() and timescaledb_post_restore() a row goes into the hypertable's
-- root, not into a chunk, and from post_restore on nobody sees it. pg_restore is not kept out: it
-- fills chunks, before their triggers are there. Where there is no TimescaleDB the setting is none.
create or replace function health_metrics_fence() returns trigger language plpgsql as $fence$
begin
  if current_setting('vitals.protocol', true) is distinct from '2' then
    raise exception 'health_metrics is written by Vitals alone, with protocol 2 of its late samples'
      using errcode = 'object_not_in_prerequisite_state',
            hint = 'After a change by hand: set vitals.protocol = 2 before it, and "./vitals rollups rebuild config.yml" behind it.';
  end if;
  if current_setting('timescaledb.restoring', true) = 'on' then
    raise exception 'the database is being restored: rows written now would be lost'
      using errcode = 'read_only_sql_transaction',
            hint = 'select timescaledb_post_restore(), as a superuser, ends it.';
  end if;
  return null;
end
$fence$;

create trigger health_metrics_fence before insert or update or delete or truncate on health_metrics
  for each statement execute function health_metrics_fence();
