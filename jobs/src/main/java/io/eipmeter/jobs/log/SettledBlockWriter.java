package io.eipmeter.jobs.log;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.eipmeter.schemas.Topic;
import io.eipmeter.schemas.v1.SettledBlock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * Writes records of the settled topics, {@link SettledBlock}s, of rows that are messages already:
 * they are framed, not read.
 */
public final class SettledBlockWriter {
  /** Rows after which a block is full. */
  public static final int ROWS_A_BLOCK = 512;

  private static final byte[] NO_KEY = {};

  private final int generation;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private CodedOutputStream block = CodedOutputStream.newInstance(bytes);

  public SettledBlockWriter(int generation) {
    this.generation = generation;
  }

  /**
   * The keys of a keyed operator that fall to a subtask, so that it beats for those without rows.
   *
   * @param keys they are 0 to this, exclusive
   */
  public static List<Integer> keysOf(TaskInfo subtask, int keys) {
    List<Integer> mine = new ArrayList<>();
    for (int key = 0; key < keys; key++) {
      if (KeyGroupRangeAssignment.assignKeyToParallelOperator(
              key, subtask.getMaxNumberOfParallelSubtasks(), subtask.getNumberOfParallelSubtasks())
          == subtask.getIndexOfThisSubtask()) {
        mine.add(key);
      }
    }
    return mine;
  }

  /** Begins a block. */
  public void begin() {
    bytes.reset();
    block = CodedOutputStream.newInstance(bytes);
    try {
      if (generation != 0) {
        block.writeUInt32(SettledBlock.GENERATION_FIELD_NUMBER, generation);
      }
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  /** Puts a row's message into the block. */
  public void row(byte[] message, int from, int length) {
    try {
      block.writeTag(SettledBlock.ROWS_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      block.writeUInt32NoTag(length);
      block.write(message, from, length);
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  /** Ends the block. */
  public OutgoingRecord end(Topic topic, int partition) {
    try {
      block.flush();
    } catch (IOException e) {
      throw inMemory(e);
    }
    return new OutgoingRecord(topic, partition, NO_KEY, bytes.toByteArray());
  }

  /** A block without rows, which says how far the partition is. */
  public OutgoingRecord heartbeat(Topic topic, int partition, long settledUntilMs) {
    begin();
    try {
      if (settledUntilMs != 0) {
        block.writeInt64(SettledBlock.SETTLED_UNTIL_MS_FIELD_NUMBER, settledUntilMs);
      }
    } catch (IOException e) {
      throw inMemory(e);
    }
    return end(topic, partition);
  }

  private static UncheckedIOException inMemory(IOException e) {
    return new UncheckedIOException("memory takes every byte", e);
  }
}
