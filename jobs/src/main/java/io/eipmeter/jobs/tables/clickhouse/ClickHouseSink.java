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
  private final boolean reloadDictionaries;

  /**
   * @param reloadDictionaries whether ClickHouse must be told to read its dictionaries again
   */
  public ClickHouseSink(ClickHouseTarget target, BatchLimits limits, boolean reloadDictionaries) {
    this.target = target;
    this.limits = limits;
    this.reloadDictionaries = reloadDictionaries;
  }

  @Override
  public SinkWriter<TableRows> createWriter(WriterInitContext context) {
    return new ClickHouseWriter(
        new PatientInserts(target, limits.insertLimit(), context.metricGroup()),
        limits,
        reloadDictionaries,
        context.getProcessingTimeService());
  }
}
