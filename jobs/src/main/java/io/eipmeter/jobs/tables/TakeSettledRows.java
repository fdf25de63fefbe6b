package io.eipmeter.jobs.tables;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.jobs.tables.domain.Poison;
import io.eipmeter.jobs.tables.domain.RowBlocks;
import io.eipmeter.jobs.tables.domain.SettledPositions;
import io.eipmeter.jobs.tables.domain.SettledRows;
import io.eipmeter.jobs.tables.domain.Table;
import io.eipmeter.jobs.tables.domain.TableRows;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.SettledBlock;
import io.eipmeter.schemas.v1.SettledRow;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Turns settled blocks into rows, each position of a partition once, and tells how far each
 * partition is. Two longs a partition and generation, as union state: after a restore any subtask
 * may read any partition, so each is told of all.
 */
final class TakeSettledRows extends ProcessFunction<LoggedRecord, TableRows>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  private final Topic topic;

  private transient SettledPositions positions;
  private transient ListState<Tuple4<Integer, Integer, Long, Long>> checkpointed;
  private transient RowBlocks blocks;
  private transient Counter taken;
  private transient Counter repeated;
  private transient Counter setAside;

  TakeSettledRows(Topic topic) {
    this.topic = topic;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    checkpointed =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>(
                    "positions", Types.TUPLE(Types.INT, Types.INT, Types.LONG, Types.LONG)));
    positions = new SettledPositions();
    for (Tuple4<Integer, Integer, Long, Long> saved : checkpointed.get()) {
      positions.restore(saved.f0, saved.f1, saved.f2, saved.f3);
    }
    blocks = new RowBlocks(topic);
    taken = counter(TablesCounter.ROWS_TAKEN);
    repeated = counter(TablesCounter.ROWS_REPEATED);
    setAside = counter(TablesCounter.ROWS_SET_ASIDE);
  }

  private Counter counter(TablesCounter counter) {
    return getRuntimeContext().getMetricGroup().counter(counter.metric());
  }

  @Override
  public void processElement(LoggedRecord record, Context context, Collector<TableRows> out) {
    if (record.isHeartbeat()) {
      return;
    }
    try {
      take(record, SettledBlock.parseFrom(record.value()));
    } catch (InvalidProtocolBufferException e) {
      blocks.setAside(record, 0, Poison.UNREADABLE, record.value());
    }
    for (TableRows rows : blocks.take()) {
      if (rows.table() == Table.SET_ASIDE) {
        setAside.inc(rows.rows());
      } else if (rows.table() != Table.PROGRESS) {
        taken.inc(rows.rows());
      }
      out.collect(rows);
    }
  }

  private void take(LoggedRecord record, SettledBlock block) {
    int generation = block.getGeneration();
    for (int i = 0; i < block.getRowsCount(); i++) {
      SettledRow row = block.getRows(i);
      if (!positions.advance(record.partition(), generation, row.getCloseMs())) {
        repeated.inc();
        continue;
      }
      Poison poison = SettledRows.write(row, generation, blocks);
      if (poison != null) {
        blocks.setAside(record, i, poison, row.toByteArray());
      }
    }
    if (block.getRowsCount() == 0
        && positions.tellProgress(record.partition(), generation, block.getSettledUntilMs())) {
      blocks
          .of(Table.PROGRESS)
          .string(topic.topicName())
          .int32(record.partition())
          .int32(generation)
          .millis(block.getSettledUntilMs())
          .endRow();
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    checkpointed.clear();
    positions.forEach(
        (partition, generation, closeMs, toldMs) -> {
          checkpointed.add(Tuple4.of(partition, generation, closeMs, toldMs));
        });
  }
}
