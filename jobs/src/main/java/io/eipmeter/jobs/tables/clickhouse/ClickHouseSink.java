package io.eipmeter.jobs.tables.clickhouse;

import io.eipmeter.jobs.tables.domain.TableRows;
import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Rows into their tables, at least once: what a checkpoint covers is in ClickHouse. A repeated row
 * replaces itself, so at least once is exact.
 */
public final class ClickHouseSink implements Sink<TableRows> {
  private static final long serialVersionUID = 1L;

  private final ClickHouseTarget target;
  private final BatchLimits limits;

  public ClickHouseSink(ClickHouseTarget target, BatchLimits limits) {
    this.target = target;
    this.limits = limits;
  }

  @Override
  public SinkWriter<TableRows> createWriter(WriterInitContext context) {
    return new ClickHouseWriter(
        new PatientInserts(target, limits.insertLimit(), context.metricGroup()),
        limits,
        context.getProcessingTimeService());
  }
}
