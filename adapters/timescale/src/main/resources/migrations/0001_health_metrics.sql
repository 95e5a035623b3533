--liquibase formatted sql

--changeset vitals:0001-health-metrics splitStatements:true
-- No rollback: it would be the loss of every sample.
create table health_metrics (
  user_id    bigint      not null,
  timestamp  timestamptz not null,
  heart_rate smallint,
  steps      integer,
  calories   integer,
  -- Serves both roads. In: finds the row that a repeated sample is merged into. Out: one user's
  -- range is one stretch of it. No index on time alone: no question here is about everybody, and
  -- it would cost a third of the ingest rate.
  primary key (user_id, timestamp)
);

comment on table health_metrics is
  'One row a sample: what was reported for one user at one moment. An absent value is null.';
comment on column health_metrics.user_id is 'Whose sample it is: 1 to 2^63-1.';
comment on column health_metrics.timestamp is 'When it was taken, to the microsecond.';
comment on column health_metrics.heart_rate is 'In beats per minute: 1 to 350.';
comment on column health_metrics.steps is
  'A count within the interval the sample stands for: 0 to 100,000.';
comment on column health_metrics.calories is
  'In thousandths of a kcal: 0 to 20,000,000. Integers, so that sums are exact in any order.';
