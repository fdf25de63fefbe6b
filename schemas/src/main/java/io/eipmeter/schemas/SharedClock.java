package io.eipmeter.schemas;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock whose time is a number in a file: one process moves it, every other one that is given the
 * file shows the same, and a read costs no more than one of memory. Written {@code file:PATH} on a
 * command line. The file is 8 bytes: milliseconds since the epoch, big-endian.
 */
public final class SharedClock extends Clock {
  static final String PREFIX = "file:";

  private static final VarHandle TIME =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final Path file;
  private final ByteBuffer time;
  private final ZoneId zone;

  private SharedClock(Path file, ByteBuffer time, ZoneId zone) {
    this.file = file;
    this.time = time;
    this.zone = zone;
  }

  /**
   * Makes the file, for the one process that moves the clock; it stands until moved.
   *
   * @param startMs milliseconds since the epoch
   */
  public static SharedClock create(Path file, long startMs) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer time = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
      SharedClock clock = new SharedClock(file.toAbsolutePath(), time, ZoneOffset.UTC);
      TIME.setVolatile(time, 0, startMs);
      return clock;
    }
  }

  /**
   * Follows the clock of another process.
   *
   * @throws IllegalArgumentException if the file is not there, or no clock
   */
  public static SharedClock open(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() != Long.BYTES) {
        throw new IllegalArgumentException("the clock's file " + file + " has not 8 bytes");
      }
      ByteBuffer time = channel.map(FileChannel.MapMode.READ_ONLY, 0, Long.BYTES);
      return new SharedClock(file.toAbsolutePath(), time, ZoneOffset.UTC);
    } catch (IOException e) {
      throw new IllegalArgumentException("the clock's file " + file + " can't be read", e);
    }
  }

  /**
   * Moves it, for every process; it never goes back.
   *
   * @throws java.nio.ReadOnlyBufferException if another process moves it
   */
  public void moveTo(long ms) {
    if (ms > millis()) {
      TIME.setVolatile(time, 0, ms);
    }
  }

  @Override
  public long millis() {
    return (long) TIME.getVolatile(time, 0);
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId newZone) {
    return new SharedClock(file, time, newZone);
  }

  @Override
  public String toString() {
    return PREFIX + file;
  }
}
