package io.eipmeter.collector.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** Sends an even stream from several exporters; behind its time it sends as fast as it can. */
final class Sender implements Runnable, AutoCloseable {
  // A prime, so that an exporter's block holds none twice: lz4 would find it.
  private static final int PAYLOADS = 1021;
  private static final int RECORD_BYTES = 70;
  private static final long STEP_NANOS = 1_000_000L;

  private final List<DatagramChannel> exporters = new ArrayList<>();
  private final List<ByteBuffer> payloads = new ArrayList<>();
  private final double datagramsPerNano;
  private final long lastingNanos;
  private final Thread thread;
  private volatile long sent;
  private volatile long tookNanos;

  Sender(Load load, int index, int port) throws IOException {
    this.datagramsPerNano = (double) load.datagramsPerSecond() / load.senders() / 1e9;
    this.lastingNanos = load.lasting().toNanos();
    this.thread = new Thread(this, "bench-sender-" + index);
    for (int exporter = index; exporter < load.exporters(); exporter += load.senders()) {
      DatagramChannel channel = DatagramChannel.open();
      exporters.add(channel);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, 1 << 20);
      byte[] address = {127, 0, (byte) (10 + exporter / 200), (byte) (1 + exporter % 200)};
      channel.bind(new InetSocketAddress(InetAddress.getByAddress(address), 0));
      channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
    SplittableRandom random = new SplittableRandom(index);
    for (int i = 0; i < PAYLOADS; i++) {
      payloads.add(payload(load.datagramBytes(), random));
    }
  }

  /**
   * Bytes that compress about as flow records do: addresses of a few thousand hosts, ports, sizes
   * and times that differ, much that does not.
   */
  private static ByteBuffer payload(int bytes, SplittableRandom random) {
    ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);
    ByteBuffer payload = ByteBuffer.allocateDirect(bytes);
    while (payload.hasRemaining()) {
      record.clear();
      record.putInt(0x0a000000 | random.nextInt(4_096)).putInt(random.nextInt());
      record.putShort((short) random.nextInt()).putShort((short) 443);
      record.putInt(0xcb007100 | random.nextInt(256)).putShort((short) random.nextInt());
      record.putLong(random.nextInt(1_500_000)).putLong(random.nextInt(1_500));
      record.putLong(1_795_384_000_000L + random.nextInt(60_000));
      record.putLong(1_795_384_000_000L + random.nextInt(60_000));
      record.clear();
      record.limit(Math.min(RECORD_BYTES, payload.remaining()));
      payload.put(record);
    }
    return payload;
  }

  void start() {
    thread.start();
  }

  void join() throws InterruptedException {
    thread.join();
  }

  @Override
  public void run() {
    long beginNanos = System.nanoTime();
    long count = 0;
    long dueAtEnd = Math.round(datagramsPerNano * lastingNanos);
    while (count < dueAtEnd) {
      long due = Math.min(dueAtEnd, (long) ((System.nanoTime() - beginNanos) * datagramsPerNano));
      for (; count < due; count++) {
        send(count);
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
    sent = count;
    tookNanos = System.nanoTime() - beginNanos;
  }

  private void send(long count) {
    ByteBuffer payload = payloads.get((int) (count % PAYLOADS));
    payload.rewind();
    try {
      exporters.get((int) (count % exporters.size())).write(payload);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long threadId() {
    return thread.getId();
  }

  long sent() {
    return sent;
  }

  long tookNanos() {
    return tookNanos;
  }

  @Override
  public void close() throws IOException {
    for (DatagramChannel exporter : exporters) {
      exporter.close();
    }
  }
}
