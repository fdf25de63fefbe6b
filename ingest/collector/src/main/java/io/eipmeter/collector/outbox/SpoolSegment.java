package io.eipmeter.collector.outbox;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of the spool. A frame is: length of what follows the checksum (4 bytes), CRC-32C of that
 * (4), datagrams (4), length of the key (4), key, value. Guarded by the spool, but for {@link
 * #force()}.
 */
final class SpoolSegment {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolSegment.class);
  private static final int HEADER_BYTES = 8;
  private static final int COUNTS_BYTES = 8;
  private static final int LARGEST_FRAME_BYTES = 1 << 20;

  private final Path file;
  private final FileChannel channel;
  private final long firstPosition;
  private long blocks;
  private long datagrams;
  private long writeBytes;
  private long readBytes;
  private long readPosition;
  private long readDatagrams;
  private boolean writable = true;

  private SpoolSegment(Path file, FileChannel channel, long firstPosition) {
    this.file = file;
    this.channel = channel;
    this.firstPosition = firstPosition;
    this.readPosition = firstPosition;
  }

  static SpoolSegment create(Path file, long firstPosition) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);
    return new SpoolSegment(file, channel, firstPosition);
  }

  /** Opens a file of an earlier process; from the first frame that is not whole, it is cut off. */
  static SpoolSegment recover(Path file, long firstPosition) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.READ);
    SpoolSegment segment = new SpoolSegment(file, channel, firstPosition);
    segment.writable = false;
    try {
      while (segment.readBytes < channel.size()) {
        OutgoingBlock block = segment.readFrame();
        segment.blocks++;
        segment.datagrams += block.datagrams();
        segment.writeBytes = segment.readBytes;
      }
    } catch (IOException e) {
      LOG.warn(
          "{} ends in a block that is not whole; cut off {} bytes",
          file,
          channel.size() - segment.writeBytes);
      channel.truncate(segment.writeBytes);
    }
    segment.readBytes = 0;
    return segment;
  }

  static int frameBytes(OutgoingBlock block) {
    return HEADER_BYTES + COUNTS_BYTES + block.key().length + block.value().length;
  }

  void append(OutgoingBlock block) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(frameBytes(block));
    frame.putInt(frame.capacity() - HEADER_BYTES).putInt(0);
    frame.putInt(block.datagrams()).putInt(block.key().length).put(block.key()).put(block.value());
    frame.putInt(4, checksum(frame.array(), HEADER_BYTES, frame.capacity() - HEADER_BYTES));
    frame.flip();
    // At a position of our own: what a full disk left half written is written over.
    long at = writeBytes;
    while (frame.hasRemaining()) {
      at += channel.write(frame, at);
    }
    writeBytes = at;
    blocks++;
    datagrams += block.datagrams();
  }

  OutgoingBlock read(long position) throws IOException {
    OutgoingBlock block = readNext(position);
    readDatagrams += block.datagrams();
    return block;
  }

  /** Passes over a block; gives its number of datagrams. */
  int skip(long position) {
    try {
      return read(position).datagrams();
    } catch (IOException e) {
      throw new IllegalStateException("just written to " + file + " and not readable", e);
    }
  }

  private OutgoingBlock readNext(long position) throws IOException {
    if (position != readPosition) {
      throw new IllegalStateException(file + " is read in order: " + readPosition + " is next");
    }
    OutgoingBlock block = readFrame();
    readPosition++;
    return block;
  }

  private OutgoingBlock readFrame() throws IOException {
    ByteBuffer header = readFully(HEADER_BYTES);
    int length = header.getInt();
    int checksum = header.getInt();
    if (length < COUNTS_BYTES || length > LARGEST_FRAME_BYTES) {
      throw new IOException("a frame of " + length + " bytes at " + readBytes + " in " + file);
    }
    readBytes += HEADER_BYTES;
    ByteBuffer frame = readFully(length);
    if (checksum != checksum(frame.array(), 0, length)) {
      throw new IOException("wrong checksum at " + readBytes + " in " + file);
    }
    readBytes += length;
    int count = frame.getInt();
    byte[] key = new byte[frame.getInt()];
    frame.get(key);
    byte[] value = new byte[frame.remaining()];
    frame.get(value);
    return new OutgoingBlock(key, count, value);
  }

  private ByteBuffer readFully(int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    long at = readBytes;
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, at);
      if (read < 0) {
        throw new EOFException("end of " + file + " inside a frame at " + readBytes);
      }
      at += read;
    }
    return buffer.flip();
  }

  private static int checksum(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  long endPosition() {
    return firstPosition + blocks;
  }

  long blocks() {
    return blocks;
  }

  long datagrams() {
    return datagrams;
  }

  long unreadDatagrams() {
    return datagrams - readDatagrams;
  }

  long bytes() {
    return writeBytes;
  }

  boolean isWritable() {
    return writable;
  }

  /** No more is written; reading goes on. */
  void finish() throws IOException {
    if (writable) {
      channel.force(false);
      writable = false;
    }
  }

  void force() throws IOException {
    if (channel.isOpen()) {
      channel.force(false);
    }
  }

  void delete() {
    try {
      channel.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("{} can't be deleted: its blocks would be sent again at the next start", file, e);
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
