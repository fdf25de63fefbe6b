package io.eipmeter.collector.udp;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One socket and the thread that reads it. Several may share a port (SO_REUSEPORT). */
public final class UdpReceiver implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(UdpReceiver.class);
  private static final int LARGEST_DATAGRAM_BYTES = 65_535;
  private static final long SELECT_MS = 500;
  // At a stop a sender that never pauses must not keep us: what comes later than this is not taken.
  private static final long DRAIN_NANOS = 1_000_000_000L;

  private final DatagramChannel channel;
  private final Selector selector;
  private final DatagramTaker taker;
  private final Thread thread;
  private volatile boolean stopping;
  private volatile boolean running;

  private UdpReceiver(DatagramChannel channel, Selector selector, DatagramTaker taker)
      throws IOException {
    this.channel = channel;
    this.selector = selector;
    this.taker = taker;
    this.thread = new Thread(this::run, "udp-" + localAddress().getPort());
    thread.setDaemon(true);
  }

  /**
   * Binds a socket; reading begins with {@link #start()}.
   *
   * @param address port 0 takes any free one
   * @param receiveBufferBytes what the kernel is asked for; it may give less
   */
  public static UdpReceiver bind(
      InetSocketAddress address, int receiveBufferBytes, DatagramTaker taker) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBufferBytes);
      channel.bind(address);
      channel.configureBlocking(false);
      Selector selector = Selector.open();
      channel.register(selector, SelectionKey.OP_READ);
      return new UdpReceiver(channel, selector, taker);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  public InetSocketAddress localAddress() throws IOException {
    return (InetSocketAddress) channel.getLocalAddress();
  }

  /** What the kernel gave, in bytes. */
  public int receiveBufferBytes() throws IOException {
    return channel.getOption(StandardSocketOptions.SO_RCVBUF);
  }

  public void start() {
    running = true;
    thread.start();
  }

  private void run() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_DATAGRAM_BYTES);
    try {
      while (!stopping) {
        while (!stopping && receive(buffer)) {}
        if (!stopping) {
          selector.select(SELECT_MS);
          selector.selectedKeys().clear();
        }
      }
      long beginNanos = System.nanoTime();
      while (System.nanoTime() - beginNanos < DRAIN_NANOS && receive(buffer)) {}
    } catch (IOException e) {
      LOG.error("receiving on {} ended", channel, e);
    } finally {
      running = false;
    }
  }

  private boolean receive(ByteBuffer buffer) throws IOException {
    buffer.clear();
    InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
    if (from == null) {
      return false;
    }
    buffer.flip();
    taker.take(from.getAddress(), from.getPort(), buffer);
    return true;
  }

  /** Whether the thread reads; false before the start, after the stop, and after a failure. */
  public boolean isRunning() {
    return running;
  }

  /** Takes what the kernel still holds, and ends the thread; the socket stays open. */
  public void stop() throws InterruptedException {
    stopping = true;
    selector.wakeup();
    if (thread.isAlive()) {
      thread.join();
    }
  }

  @Override
  public void close() {
    try {
      selector.close();
      channel.close();
    } catch (IOException e) {
      LOG.warn("closing {}", channel, e);
    }
  }
}
