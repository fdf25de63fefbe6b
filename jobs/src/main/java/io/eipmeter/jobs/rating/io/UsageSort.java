package io.eipmeter.jobs.rating.io;

import io.eipmeter.jobs.rating.domain.Missing;
import io.eipmeter.jobs.rating.domain.UsageHour;
import io.eipmeter.jobs.rating.domain.UsageHour.Quality;
import io.eipmeter.schemas.files.BadFileException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts usage in order, account by account, in constant memory: what does not fit waits in sorted
 * files of a temporary folder.
 */
public final class UsageSort implements AutoCloseable, Consumer<UsageHour> {
  private static final int BUFFER = 1 << 16;

  /** By account, then in the order in which an account's hours are rated. */
  public static final Comparator<UsageHour> BY_ACCOUNT =
      Comparator.comparing(UsageHour::account).thenComparing(Comparator.naturalOrder());

  private final int rowsInMemory;
  private final List<UsageHour> waiting = new ArrayList<>();
  private final List<Path> runs = new ArrayList<>();
  private @Nullable Path folder;

  /**
   * @param rowsInMemory about 150 bytes each
   */
  public UsageSort(int rowsInMemory) {
    this.rowsInMemory = rowsInMemory;
  }

  @Override
  public void accept(UsageHour hour) {
    waiting.add(hour);
    if (waiting.size() >= rowsInMemory) {
      try {
        spill();
      } catch (IOException e) {
        throw new BadFileException(
            "usage can't be sorted in a temporary folder: " + e.getMessage());
      }
    }
  }

  private void spill() throws IOException {
    Path into = folder;
    if (into == null) {
      into = Files.createTempDirectory("eipmeter-usage");
      folder = into;
    }
    waiting.sort(BY_ACCOUNT);
    Path run = into.resolve("run-" + runs.size());
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(run), BUFFER))) {
      for (UsageHour hour : waiting) {
        write(hour, out);
      }
    }
    runs.add(run);
    waiting.clear();
  }

  /** Gives all rows in order, once. */
  public void forEach(Consumer<UsageHour> taker) throws IOException {
    waiting.sort(BY_ACCOUNT);
    List<Run> open = new ArrayList<>();
    try {
      PriorityQueue<Run> next =
          new PriorityQueue<>(Comparator.comparing(run -> run.first, BY_ACCOUNT));
      for (Path run : runs) {
        open.add(new Run(run));
      }
      open.stream().filter(Run::next).forEach(next::add);
      int held = 0;
      while (!next.isEmpty() || held < waiting.size()) {
        Run run = next.peek();
        if (run == null
            || held < waiting.size() && BY_ACCOUNT.compare(waiting.get(held), run.first) <= 0) {
          taker.accept(waiting.get(held++));
        } else {
          next.remove();
          taker.accept(run.first);
          if (run.next()) {
            next.add(run);
          }
        }
      }
    } finally {
      for (Run run : open) {
        run.in.close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (Path run : runs) {
      Files.deleteIfExists(run);
    }
    if (folder != null) {
      Files.deleteIfExists(folder);
    }
  }

  /** A sorted file, read from its start. */
  private static final class Run {
    private final DataInputStream in;
    private UsageHour first = UsageHour.whole("", "", "", "", Instant.EPOCH, 0, 0, Quality.EXACT);

    Run(Path file) throws IOException {
      in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
    }

    boolean next() {
      try {
        first = read(in);
        return true;
      } catch (EOFException e) {
        return false;
      } catch (IOException e) {
        throw new BadFileException("a temporary file can't be read: " + e.getMessage());
      }
    }
  }

  private static void write(UsageHour hour, DataOutputStream out) throws IOException {
    out.writeUTF(hour.account());
    out.writeUTF(hour.region());
    out.writeUTF(hour.lineType());
    out.writeUTF(hour.eip());
    out.writeLong(hour.hourStart().getEpochSecond());
    out.writeByte(hour.fromMinute());
    out.writeByte(hour.toMinute());
    out.writeLong(hour.bytesIn());
    out.writeLong(hour.bytesOut());
    out.writeLong(hour.packetsIn());
    out.writeLong(hour.packetsOut());
    out.writeByte(hour.quality().ordinal());
    out.writeByte(hour.missing().minutes());
    out.writeLong(hour.missing().exports());
    out.writeLong(hour.missing().mostBytes());
  }

  private static UsageHour read(DataInputStream in) throws IOException {
    return new UsageHour(
        in.readUTF(),
        in.readUTF(),
        in.readUTF(),
        in.readUTF(),
        Instant.ofEpochSecond(in.readLong()),
        in.readByte(),
        in.readByte(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        Quality.values()[in.readByte()],
        new Missing(in.readByte(), in.readLong(), in.readLong()));
  }
}
