package io.eipmeter.jobs.tables.domain;

import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.schemas.Topic;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The rows that one record of a topic became, by table. Used again for the next record. */
public final class RowBlocks {
  /** A row set aside shows this much of its bytes; all of them are in the topic. */
  private static final int PAYLOAD_LIMIT_BYTES = 4_096;

  private final Map<Table, RowBinary> blocks = new EnumMap<>(Table.class);
  private final Topic topic;
  private long setAside;

  public RowBlocks(Topic topic) {
    this.topic = topic;
  }

  public RowBinary of(Table table) {
    return blocks.computeIfAbsent(table, any -> new RowBinary());
  }

  /**
   * Puts aside what cannot be used.
   *
   * @param rowIndex in the record; 0 where all of it is meant
   */
  public void setAside(LoggedRecord record, int rowIndex, Poison poison, byte[] payload) {
    of(Table.SET_ASIDE)
        .string(topic.topicName())
        .int32(record.partition())
        .int64(record.offset())
        .int32(rowIndex)
        .millis(Times.shown(record.logMs()) ? record.logMs() : 0)
        .string(poison.reason())
        .string(payload, PAYLOAD_LIMIT_BYTES)
        .endRow();
    setAside++;
  }

  /** How many were put aside since this was made. */
  public long setAside() {
    return setAside;
  }

  /** The tables' rows, in the order of {@link Table}; they are forgotten here. */
  public List<TableRows> take() {
    List<TableRows> taken = new ArrayList<>();
    blocks.forEach(
        (table, block) -> {
          if (block.rows() > 0) {
            int rows = block.rows();
            taken.add(new TableRows(table, rows, block.take()));
          }
        });
    return taken;
  }
}
