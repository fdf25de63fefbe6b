package io.eipmeter.jobs.tables;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.jobs.tables.domain.Poison;
import io.eipmeter.jobs.tables.domain.RecordRows;
import io.eipmeter.jobs.tables.domain.RowBlocks;
import io.eipmeter.jobs.tables.domain.Table;
import io.eipmeter.jobs.tables.domain.TableRows;
import io.eipmeter.schemas.Topic;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Turns records into rows where every record stands for itself. Holds no state. */
final class TakeRows extends ProcessFunction<LoggedRecord, TableRows> {
  private static final long serialVersionUID = 1L;

  private final Topic topic;
  private final RecordRows rule;

  private transient RowBlocks blocks;
  private transient Counter taken;
  private transient Counter setAside;

  TakeRows(Topic topic, RecordRows rule) {
    this.topic = topic;
    this.rule = rule;
  }

  @Override
  public void open(OpenContext context) {
    blocks = new RowBlocks(topic);
    taken = getRuntimeContext().getMetricGroup().counter(TablesCounter.ROWS_TAKEN.metric());
    setAside = getRuntimeContext().getMetricGroup().counter(TablesCounter.ROWS_SET_ASIDE.metric());
  }

  @Override
  public void processElement(LoggedRecord record, Context context, Collector<TableRows> out) {
    if (record.isHeartbeat()) {
      return;
    }
    try {
      rule.write(record, blocks);
    } catch (InvalidProtocolBufferException e) {
      blocks.setAside(record, 0, Poison.UNREADABLE, record.value());
    }
    for (TableRows rows : blocks.take()) {
      (rows.table() == Table.SET_ASIDE ? setAside : taken).inc(rows.rows());
      out.collect(rows);
    }
  }
}
