package io.eipmeter.sim.world;

/**
 * The course of a world: what the control plane changes, the packets, and every 100 ms what the
 * gateways do by themselves, in the order of virtual time.
 */
final class WorldRun {
  private static final long TICK_MS = 100;

  private final Course changes;
  private final Course traffic;
  private final Ticking journal;
  private final GatewayPark gateways;
  private final long endMs;
  private long tickMs;
  private boolean flowsEnded;

  /** Has something to do now and then. */
  @FunctionalInterface
  interface Ticking {
    void tick(long nowMs);
  }

  /**
   * @param journal ticks before the gateways
   * @param endMs when changes and traffic end
   */
  WorldRun(
      long startMs,
      long endMs,
      Course changes,
      Course traffic,
      Ticking journal,
      GatewayPark gateways) {
    tickMs = startMs;
    this.endMs = endMs;
    this.changes = changes;
    this.traffic = traffic;
    this.journal = journal;
    this.gateways = gateways;
  }

  /** Does all that is due up to and including {@code virtualMs}. */
  void runTo(long virtualMs) {
    while (true) {
      long changeMs = changes.nextMs();
      long packetMs = traffic.nextMs();
      long nextMs = Math.min(tickMs, Math.min(changeMs, packetMs));
      if (nextMs >= endMs) {
        break;
      }
      if (nextMs > virtualMs) {
        return;
      }
      if (tickMs == nextMs) {
        tick();
      } else if (changeMs == nextMs) {
        changes.step(nextMs);
      } else {
        traffic.step(nextMs);
      }
    }
    while (tickMs <= virtualMs) {
      endFlows();
      tick();
    }
  }

  /** The next tick. */
  long tickMs() {
    return tickMs;
  }

  /** What the gateways' caches hold goes to the exporters; once. */
  void endFlows() {
    if (!flowsEnded) {
      flowsEnded = true;
      gateways.endFlows(tickMs);
    }
  }

  private void tick() {
    journal.tick(tickMs);
    gateways.tick(tickMs);
    tickMs += TICK_MS;
  }
}
