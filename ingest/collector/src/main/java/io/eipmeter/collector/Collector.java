package io.eipmeter.collector;

import io.eipmeter.collector.block.Batcher;
import io.eipmeter.collector.block.Origin;
import io.eipmeter.collector.outbox.KafkaOutlet;
import io.eipmeter.collector.outbox.Outbox;
import io.eipmeter.collector.outbox.Spool;
import io.eipmeter.collector.udp.KernelDrops;
import io.eipmeter.collector.udp.UdpReceiver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running collector: sockets, open blocks, outbox, Kafka. {@link #close()} takes what the kernel
 * still holds, sends what it can and spools the rest.
 */
public final class Collector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
  private static final long SEAL_EVERY_MS = 10;
  private static final long SECURE_EVERY_MS = 100;
  private static final long LOOK_EVERY_MS = 1_000;

  private final CollectorOptions options;
  private final Counts counts = new Counts();
  private final BootRecord boot;
  private final @Nullable Spool spool;
  private final Outbox outbox;
  private final Batcher batcher;
  private final KafkaOutlet outlet;
  private final List<UdpReceiver> receivers;
  private final KernelDrops kernelDrops;
  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(2, task -> daemon(task, "collector-timer"));
  private final @Nullable MetricsEndpoint metrics;
  private boolean closed;

  private Collector(CollectorOptions options, BootRecord boot) throws IOException {
    this.options = options;
    this.boot = boot;
    this.spool =
        options.spoolDirectory() == null
            ? null
            : Spool.open(
                options.spoolDirectory().resolve("spool"), options.spoolLimitBytes(), counts);
    this.outbox = new Outbox(options.outbox(), spool, counts);
    Origin origin = new Origin(options.id(), boot.bootMs());
    this.batcher =
        new Batcher(
            origin, options.blocks(), options.allowed(), options.clock(), counts, outbox::offer);
    this.outlet =
        new KafkaOutlet(
            options.kafka(),
            options.topic(),
            origin,
            outbox,
            options.outbox(),
            options.clock(),
            counts);
    this.receivers = bindAll();
    this.kernelDrops = new KernelDrops(ports());
    this.metrics =
        options.metricsPort() == null ? null : MetricsEndpoint.start(options.metricsPort(), this);
  }

  /**
   * Binds the sockets and begins.
   *
   * @throws IOException if a port is taken or a directory can't be used
   */
  public static Collector start(CollectorOptions options) throws IOException {
    BootRecord boot =
        BootRecord.begin(options.spoolDirectory(), options.id(), System.currentTimeMillis());
    Collector collector;
    try {
      collector = new Collector(options, boot);
    } catch (IOException | RuntimeException e) {
      boot.close();
      throw e;
    }
    collector.begin();
    return collector;
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private List<UdpReceiver> bindAll() throws IOException {
    List<UdpReceiver> bound = new ArrayList<>();
    try {
      for (int port : options.ports()) {
        int taken = port;
        for (int i = 0; i < options.socketsPerPort(); i++) {
          UdpReceiver receiver =
              UdpReceiver.bind(
                  new InetSocketAddress(options.bind(), taken),
                  options.receiveBufferBytes(),
                  batcher);
          bound.add(receiver);
          taken = receiver.localAddress().getPort();
        }
      }
      return bound;
    } catch (IOException | RuntimeException e) {
      bound.forEach(UdpReceiver::close);
      throw e;
    }
  }

  private void begin() throws IOException {
    if (boot.lastAlive() != null) {
      LOG.warn(
          "collector {} was down from {} for {} ms; nobody listened",
          options.id(),
          boot.lastAlive(),
          boot.down().toMillis());
    }
    if (counts.of(Count.RECOVERED) > 0) {
      LOG.info("{} datagrams of the spool are sent first", counts.of(Count.RECOVERED));
    }
    int given = receiveBufferBytes();
    if (given < options.receiveBufferBytes()) {
      LOG.warn(
          "asked for a receive buffer of {} bytes, the kernel gave {}; raise net.core.rmem_max",
          options.receiveBufferBytes(),
          given);
    }
    outlet.start();
    var ignored =
        timer.scheduleWithFixedDelay(
            guarded(batcher::sealDue), SEAL_EVERY_MS, SEAL_EVERY_MS, TimeUnit.MILLISECONDS);
    var alsoIgnored =
        timer.scheduleWithFixedDelay(
            guarded(outbox::secure), SECURE_EVERY_MS, SECURE_EVERY_MS, TimeUnit.MILLISECONDS);
    var unused =
        timer.scheduleWithFixedDelay(
            guarded(this::look), LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    receivers.forEach(UdpReceiver::start);
    LOG.info("collector {} boot {} listens on {}", options.id(), boot.bootMs(), ports());
  }

  /** A timer task that throws is not run again: it must not. */
  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("a timed task failed", e);
      }
    };
  }

  private void look() {
    counts.add(Count.KERNEL_DROPS, kernelDrops.poll());
    try {
      boot.write(options.id(), System.currentTimeMillis());
      outbox.force();
    } catch (IOException e) {
      LOG.warn("the state of the collector can't be written", e);
    }
  }

  /** Stops without loss: exporters' datagrams in the kernel first, then blocks, then Kafka. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      for (UdpReceiver receiver : receivers) {
        receiver.stop();
      }
      counts.add(Count.KERNEL_DROPS, kernelDrops.poll());
      receivers.forEach(UdpReceiver::close);
      timer.shutdownNow();
      var ignored = timer.awaitTermination(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
      batcher.sealAll();
      outlet.stop(options.stopWithin());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (spool != null) {
      spool.close();
    }
    boot.write(options.id(), System.currentTimeMillis());
    boot.close();
    if (metrics != null) {
      metrics.close();
    }
  }

  public Counts counts() {
    return counts;
  }

  /** The ports listened on, in the order asked for. */
  public List<Integer> ports() throws IOException {
    List<Integer> ports = new ArrayList<>();
    for (UdpReceiver receiver : receivers) {
      int port = receiver.localAddress().getPort();
      if (!ports.contains(port)) {
        ports.add(port);
      }
    }
    return ports;
  }

  /** The smallest receive buffer that the kernel gave, in bytes. */
  public int receiveBufferBytes() throws IOException {
    int smallest = Integer.MAX_VALUE;
    for (UdpReceiver receiver : receivers) {
      smallest = Math.min(smallest, receiver.receiveBufferBytes());
    }
    return smallest;
  }

  /** Whether every socket is read and Kafka answers. */
  public boolean isHealthy() {
    return outlet.isConnected() && receivers.stream().allMatch(UdpReceiver::isRunning);
  }

  public @Nullable Integer metricsPort() {
    return metrics == null ? null : metrics.port();
  }

  public Batcher batcher() {
    return batcher;
  }

  public Outbox outbox() {
    return outbox;
  }

  public BootRecord boot() {
    return boot;
  }
}
