package io.eipmeter.collector;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Remembers, in a small file, when this collector last started and when it was last alive, so that
 * the next start can write down how long nobody listened. Without a directory it remembers nothing.
 */
public final class BootRecord implements AutoCloseable {
  private static final String FILE = "collector.properties";
  private static final String LOCK = "collector.lock";

  private final @Nullable Path directory;
  private final @Nullable FileChannel lock;
  private final long bootMs;
  private final @Nullable Long lastAliveMs;

  private BootRecord(
      @Nullable Path directory,
      @Nullable FileChannel lock,
      long bootMs,
      @Nullable Long lastAliveMs) {
    this.directory = directory;
    this.lock = lock;
    this.bootMs = bootMs;
    this.lastAliveMs = lastAliveMs;
  }

  /**
   * Begins a boot: its time is the wall clock's, and later than that of the boot before even if the
   * wall clock was set back.
   *
   * @throws IOException if the directory can't be used, or another collector uses it
   */
  public static BootRecord begin(@Nullable Path directory, String collector, long wallMs)
      throws IOException {
    if (directory == null) {
      return new BootRecord(null, null, wallMs, null);
    }
    Files.createDirectories(directory);
    FileChannel lock = lock(directory);
    Properties before = new Properties();
    Path file = directory.resolve(FILE);
    if (Files.exists(file)) {
      try (InputStream in = Files.newInputStream(file)) {
        before.load(in);
      }
    }
    String owner = before.getProperty("collector", collector);
    if (!owner.equals(collector)) {
      lock.close();
      throw new IOException(
          directory + " belongs to collector '" + owner + "', not to '" + collector + "'");
    }
    Long lastBoot = number(before, "bootMs");
    long bootMs = lastBoot == null ? wallMs : Math.max(wallMs, lastBoot + 1);
    BootRecord record = new BootRecord(directory, lock, bootMs, number(before, "aliveMs"));
    record.write(collector, wallMs);
    return record;
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw new IOException("another collector of this process uses " + directory, e);
    }
    channel.close();
    throw new IOException("another collector uses " + directory);
  }

  private static @Nullable Long number(Properties properties, String key) throws IOException {
    String text = properties.getProperty(key);
    try {
      return text == null ? null : Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IOException(FILE + " is damaged: " + key + " is '" + text + "'", e);
    }
  }

  /** Writes down that the collector is alive. */
  public void write(String collector, long wallMs) throws IOException {
    if (directory == null) {
      return;
    }
    Properties now = new Properties();
    now.setProperty("collector", collector);
    now.setProperty("bootMs", Long.toString(bootMs));
    now.setProperty("aliveMs", Long.toString(wallMs));
    if (lastAliveMs != null) {
      now.setProperty("downFromMs", Long.toString(lastAliveMs));
      now.setProperty("downToMs", Long.toString(bootMs));
    }
    // A crash leaves the old file or the new one, never half of one.
    Path fresh = directory.resolve(FILE + ".new");
    try (OutputStream out = Files.newOutputStream(fresh)) {
      now.store(out, null);
    }
    Files.move(
        fresh,
        directory.resolve(FILE),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }

  public long bootMs() {
    return bootMs;
  }

  /** When the boot before was last known alive, wall clock; null if there was none. */
  public @Nullable Instant lastAlive() {
    return lastAliveMs == null ? null : Instant.ofEpochMilli(lastAliveMs);
  }

  /** How long nobody listened before this start. */
  public Duration down() {
    return lastAliveMs == null
        ? Duration.ZERO
        : Duration.ofMillis(Math.max(0, bootMs - lastAliveMs));
  }

  @Override
  public void close() throws IOException {
    if (lock != null) {
      lock.close();
    }
  }
}
