package io.eipmeter.jobs.tables.domain;

import com.google.protobuf.InvalidProtocolBufferException;
import io.eipmeter.jobs.log.LoggedRecord;
import java.io.Serializable;

/** How a record of one topic becomes rows. Pure: the same record is always the same rows. */
@FunctionalInterface
public interface RecordRows extends Serializable {
  /**
   * Puts what the record says into {@code out}, and what cannot be used aside there.
   *
   * @throws InvalidProtocolBufferException if the record is not a message of its topic; nothing of
   *     it was put then
   */
  void write(LoggedRecord record, RowBlocks out) throws InvalidProtocolBufferException;
}
