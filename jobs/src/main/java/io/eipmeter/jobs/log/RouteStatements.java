package io.eipmeter.jobs.log;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.jobs.log.ownership.OwnerSlot;
import io.eipmeter.jobs.log.ownership.Statement;
import io.eipmeter.schemas.v1.EipEvent;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Sends each statement of {@code eip-events} to the slot of its address; that of a wide prefix to
 * every slot. What is no statement is counted: the table {@code set_aside} has it with its reason.
 */
public final class RouteStatements extends ProcessFunction<LoggedRecord, LogEntry> {
  private static final long serialVersionUID = 1L;

  private transient Counter unusable;

  @Override
  public void open(OpenContext context) {
    unusable = getRuntimeContext().getMetricGroup().counter("statements_unusable");
  }

  @Override
  public void processElement(LoggedRecord record, Context context, Collector<LogEntry> out) {
    List<LogEntry> entries = entries(record);
    if (entries.isEmpty()) {
      unusable.inc();
    }
    entries.forEach(out::collect);
  }

  /** One for each slot that must hear of it; none if it is no statement. */
  static List<LogEntry> entries(LoggedRecord record) {
    Statement statement = statement(record.value());
    if (statement == null) {
      return List.of();
    }
    byte[] key = EntryKind.statementKey(record.partition(), record.offset());
    int slot = OwnerSlot.of(statement.address());
    return OwnerSlot.hasOne(statement)
        ? List.of(new LogEntry(slot, record.logMs(), key, record.value()))
        : IntStream.range(0, Slot.COUNT)
            .mapToObj(each -> new LogEntry(each, record.logMs(), key, record.value()))
            .toList();
  }

  private static @Nullable Statement statement(byte[] value) {
    try {
      return Statement.of(EipEvent.parseFrom(value));
    } catch (InvalidProtocolBufferException e) {
      return null;
    }
  }
}
