package io.eipmeter.collector.outbox;

import io.eipmeter.collector.Count;
import io.eipmeter.collector.Counts;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded queue of blocks on disk: files that only grow, read back in order, deleted when all
 * blocks in them are released. Positions count from 0 at the opening, over all files. Thread-safe.
 */
public final class Spool implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
  private static final String SUFFIX = ".blocks";
  private static final long LARGEST_SEGMENT_BYTES = 16 << 20;
  private static final long SMALLEST_SEGMENT_BYTES = 64 << 10;
  private static final int SEGMENTS = 16;

  private final Path directory;
  private final long limitBytes;
  private final long segmentBytes;
  private final Counts counts;
  private final Deque<SpoolSegment> segments = new ArrayDeque<>();
  private long nextFile = 1;
  private long bytes;
  private long nextWrite;
  private long nextRead;
  private long unreadDatagrams;
  private boolean failing;

  private Spool(Path directory, long limitBytes, Counts counts) {
    this.directory = directory;
    this.limitBytes = limitBytes;
    this.segmentBytes =
        Math.max(SMALLEST_SEGMENT_BYTES, Math.min(LARGEST_SEGMENT_BYTES, limitBytes / SEGMENTS));
    this.counts = counts;
  }

  /**
   * Opens the spool of a directory with what an earlier process left there; a block that was cut by
   * a crash is left out.
   */
  public static Spool open(Path directory, long limitBytes, Counts counts) throws IOException {
    Files.createDirectories(directory);
    Spool spool = new Spool(directory, limitBytes, counts);
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      found.forEach(files::add);
    }
    Collections.sort(files);
    for (Path file : files) {
      spool.recover(file);
    }
    return spool;
  }

  private void recover(Path file) throws IOException {
    String name = file.getFileName().toString();
    nextFile = Long.parseLong(name.substring(0, name.length() - SUFFIX.length())) + 1;
    SpoolSegment segment = SpoolSegment.recover(file, nextWrite);
    if (segment.blocks() == 0) {
      segment.delete();
      return;
    }
    segments.add(segment);
    bytes += segment.bytes();
    nextWrite += segment.blocks();
    unreadDatagrams += segment.datagrams();
    counts.add(Count.RECOVERED, segment.datagrams());
  }

  /**
   * Appends a block.
   *
   * @return its position, or -1 if the spool is full or the disk refuses
   */
  synchronized long append(OutgoingBlock block) {
    int frameBytes = SpoolSegment.frameBytes(block);
    if (bytes + frameBytes > limitBytes) {
      return -1;
    }
    try {
      SpoolSegment last = segments.peekLast();
      if (last == null || !last.isWritable() || last.bytes() + frameBytes > segmentBytes) {
        if (last != null) {
          last.finish();
        }
        last = SpoolSegment.create(fileOf(nextFile), nextWrite);
        nextFile++;
        segments.add(last);
      }
      last.append(block);
      bytes += frameBytes;
      unreadDatagrams += block.datagrams();
      failing = false;
      return nextWrite++;
    } catch (IOException e) {
      if (!failing) { // once, not for each block of an outage
        LOG.error("the spool in {} can't be written", directory, e);
      }
      failing = true;
      return -1;
    }
  }

  private Path fileOf(long number) {
    return directory.resolve(String.format(Locale.ROOT, "%020d%s", number, SUFFIX));
  }

  synchronized long unread() {
    return nextWrite - nextRead;
  }

  synchronized long unreadDatagrams() {
    return unreadDatagrams;
  }

  /** The position that {@link #read()} gives next. */
  synchronized long nextRead() {
    return nextRead;
  }

  /** The next block; null if it can't be read, then it and the rest of its file are passed over. */
  synchronized @Nullable OutgoingBlock read() {
    SpoolSegment segment = segmentOf(nextRead);
    try {
      OutgoingBlock block = segment.read(nextRead);
      nextRead++;
      unreadDatagrams -= block.datagrams();
      return block;
    } catch (IOException e) {
      long damaged = segment.unreadDatagrams();
      LOG.error("{} can't be read; {} datagrams are lost", segment, damaged, e);
      counts.add(Count.DAMAGED, damaged);
      unreadDatagrams -= damaged;
      nextRead = segment.endPosition();
      return null;
    }
  }

  /** Passes over a block that need not be read back, for the producer has it. */
  synchronized void skip(long position) {
    if (position != nextRead) {
      throw new IllegalStateException("position " + position + " is not next, " + nextRead + " is");
    }
    unreadDatagrams -= segmentOf(position).skip(position);
    nextRead++;
  }

  private SpoolSegment segmentOf(long position) {
    for (SpoolSegment segment : segments) {
      if (position < segment.endPosition()) {
        return segment;
      }
    }
    throw new IllegalStateException("no block at position " + position);
  }

  /** Everything up to a position is acknowledged: files that hold nothing else go. */
  synchronized void release(long position) {
    for (SpoolSegment first = segments.peek();
        first != null
            && first.endPosition() <= position + 1
            && (segments.size() > 1 || nextWrite == position + 1);
        first = segments.peek()) {
      segments.remove();
      bytes -= first.bytes();
      first.delete();
    }
  }

  void force() throws IOException {
    SpoolSegment last;
    synchronized (this) {
      last = segments.peekLast();
    }
    if (last != null) {
      last.force();
    }
  }

  public synchronized long bytes() {
    return bytes;
  }

  @Override
  public synchronized void close() throws IOException {
    for (SpoolSegment segment : segments) {
      segment.finish();
    }
  }
}
