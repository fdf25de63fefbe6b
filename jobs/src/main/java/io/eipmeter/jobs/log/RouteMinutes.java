package io.eipmeter.jobs.log;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.jobs.log.ownership.OwnerSlot;
import io.eipmeter.schemas.v1.EipMinute;
import io.eipmeter.schemas.v1.SettledBlock;
import io.eipmeter.schemas.v1.SettledRow;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Sends each settled minute to the slot of its address, at the log time at which it closed. What is
 * no minute is counted: the table {@code set_aside} has it with its reason.
 */
public final class RouteMinutes extends ProcessFunction<LoggedRecord, LogEntry> {
  private static final long serialVersionUID = 1L;
  private static final int ADDRESS_BYTES = 16;
  private static final long MINUTE_MS = 60_000;

  private transient Counter unusable;

  @Override
  public void open(OpenContext context) {
    unusable = getRuntimeContext().getMetricGroup().counter("minutes_unusable");
  }

  @Override
  public void processElement(LoggedRecord record, Context context, Collector<LogEntry> out) {
    if (record.isHeartbeat()) {
      return;
    }
    try {
      for (SettledRow row : SettledBlock.parseFrom(record.value()).getRowsList()) {
        EipMinute minute = row.getMinute();
        if (usable(minute)) {
          out.collect(entry(row.getCloseMs(), minute));
        } else {
          unusable.inc();
        }
      }
    } catch (InvalidProtocolBufferException e) {
      unusable.inc();
    }
  }

  private static boolean usable(EipMinute minute) {
    return minute.getAddress().size() == ADDRESS_BYTES
        && minute.getMinuteMs() >= 0
        && minute.getMinuteMs() % MINUTE_MS == 0;
  }

  static LogEntry entry(long closeMs, EipMinute minute) {
    byte[] address = minute.getAddress().toByteArray();
    return new LogEntry(
        OwnerSlot.of(Address.of(address)),
        closeMs,
        EntryKind.minuteKey(address, minute.getMinuteMs(), minute.getSliceMs()),
        minute.toByteArray());
  }
}
