--liquibase formatted sql

--changeset vitals:0004-clock splitStatements:true
-- The only witness of the time that outlives a stop: a clock that is far beyond it may be wrong.
alter table health_metrics_rollup_state
  add column clock timestamptz not null default '-infinity';

comment on column health_metrics_rollup_state.clock is
  'Up to where the work on the rollups has followed the database''s clock; -infinity while no sample bears it out.';

-- The watermark trails by two days, unless the configuration says otherwise. A clock that lies now
-- is not taken for more than it says.
update health_metrics_rollup_state set clock = least(marked_below + interval '2 days', now());
