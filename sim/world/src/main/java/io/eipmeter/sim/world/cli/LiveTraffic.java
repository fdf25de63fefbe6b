package io.eipmeter.sim.world.cli;

import io.eipmeter.sim.world.LedgerCsv;
import io.eipmeter.sim.world.LiveWorld;
import io.eipmeter.sim.world.cloud.Journal;
import io.eipmeter.sim.world.export.UdpTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a live world follow a clock, in a thread of its own. */
final class LiveTraffic implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveTraffic.class);

  /** So that what the control plane does is known before the packets of that time. */
  private static final long BEHIND_MS = 1_000;

  private static final long LOOK_MS = 100;

  private final LiveWorld world;
  private final UdpTransport udp;
  private final Clock clock;
  private final @Nullable Path ledger;
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean broken;

  /**
   * @param ledger the directory it is written to at the end; null: nowhere
   */
  LiveTraffic(LiveWorld world, UdpTransport udp, Clock clock, @Nullable Path ledger) {
    this.world = world;
    this.udp = udp;
    this.clock = clock;
    this.ledger = ledger;
    thread = new Thread(this::follow, "traffic");
    thread.setDaemon(true);
    thread.start();
  }

  /** Where the control plane's changes go. */
  Journal journal() {
    return world;
  }

  private void follow() {
    try {
      while (!closing) {
        world.runTo(clock.millis() - BEHIND_MS);
        Thread.sleep(LOOK_MS);
      }
    } catch (InterruptedException e) {
      // It is over.
    } catch (UncheckedIOException e) {
      broken = true;
      LOG.error("the traffic has stopped, the control plane goes on: {}", e.getMessage());
    } catch (RuntimeException e) {
      broken = true;
      LOG.error("the traffic has stopped, the control plane goes on", e);
    }
  }

  /**
   * Ends all flows and sends what is left.
   *
   * @throws IOException if the ledger cannot be written
   */
  @Override
  public void close() throws IOException {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!broken) {
      world.runTo(clock.millis());
      world.finish();
    }
    udp.close();
    if (ledger != null) {
      LedgerCsv.write(world.ledger(), ledger);
    }
  }
}
