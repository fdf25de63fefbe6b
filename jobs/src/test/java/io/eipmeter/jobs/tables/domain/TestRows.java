package io.eipmeter.jobs.tables.domain;

import com.google.protobuf.ByteString;
import io.eipmeter.jobs.log.Address;
import io.eipmeter.jobs.log.LoggedRecord;
import io.eipmeter.schemas.v1.EipMinute;
import io.eipmeter.schemas.v1.SettledBlock;
import io.eipmeter.schemas.v1.SettledRow;
import io.eipmeter.schemas.v1.Usage;

/** Rows and records for tests. */
public final class TestRows {
  public static final ByteString EIP =
      ByteString.copyFrom(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 100, 64, 0, 1});

  private TestRows() {}

  public static SettledRow minute(long closeMs, long minuteMs, long bytesOut) {
    return SettledRow.newBuilder()
        .setCloseMs(closeMs)
        .setMinute(
            EipMinute.newBuilder()
                .setAddress(EIP)
                .setMinuteMs(minuteMs)
                .setUsage(Usage.newBuilder().setBytesOut(bytesOut)))
        .build();
  }

  public static SettledBlock block(int generation, SettledRow... rows) {
    return SettledBlock.newBuilder()
        .setGeneration(generation)
        .addAllRows(java.util.List.of(rows))
        .build();
  }

  public static LoggedRecord record(int partition, long offset, byte[] value) {
    return new LoggedRecord(partition, offset, 1_000, new Address(0, 1), value);
  }
}
