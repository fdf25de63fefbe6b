package io.eipmeter.sim.world.traffic;

import io.eipmeter.sim.world.Dice;
import io.eipmeter.sim.world.control.Eip;
import io.eipmeter.sim.world.export.FlowPath;
import io.eipmeter.sim.world.gateway.Gateway;
import io.eipmeter.sim.world.gateway.MeteredFlow;
import org.jspecify.annotations.Nullable;

/**
 * Two ends that talk: bursts of packets, each burst at one millisecond. The heavy side sends the
 * data, the light side acknowledges it.
 */
final class Conversation implements Comparable<Conversation> {
  final long number;
  final Gateway gateway;
  final Dice dice;
  final MeteredFlow heavy;
  final @Nullable MeteredFlow light;
  final Shape shape;
  final @Nullable Eip eip;
  final @Nullable Eip otherEip;
  final @Nullable FlowPath translatedPath;
  long dueMs;
  int burstsLeft;
  private final int eipChanges;
  private final int otherChanges;

  /**
   * @param bursts how many; {@link Integer#MAX_VALUE} goes on to the end
   * @param meanGapMs between bursts
   * @param meanBurstBytes of payload and headers, in the heavy direction
   * @param tcp or UDP
   */
  record Shape(int bursts, double meanGapMs, double meanBurstBytes, boolean tcp) {}

  /**
   * @param dice that its bursts throw
   * @param eip whose change cuts this off; null if nothing does
   * @param translatedPath of the outbound direction, where a port is held; else null
   */
  Conversation(
      long number,
      Gateway gateway,
      Dice dice,
      MeteredFlow heavy,
      @Nullable MeteredFlow light,
      Shape shape,
      @Nullable Eip eip,
      @Nullable Eip otherEip,
      @Nullable FlowPath translatedPath,
      long dueMs) {
    this.number = number;
    this.gateway = gateway;
    this.dice = dice;
    this.heavy = heavy;
    this.light = light;
    this.shape = shape;
    this.eip = eip;
    this.otherEip = otherEip;
    this.translatedPath = translatedPath;
    this.dueMs = dueMs;
    burstsLeft = shape.bursts();
    eipChanges = eip == null ? 0 : eip.changes();
    otherChanges = otherEip == null ? 0 : otherEip.changes();
  }

  boolean cutOff() {
    return (eip != null && eip.changes() != eipChanges)
        || (otherEip != null && otherEip.changes() != otherChanges);
  }

  @Override
  public int compareTo(Conversation other) {
    int byTime = Long.compare(dueMs, other.dueMs);
    return byTime != 0 ? byTime : Long.compare(number, other.number);
  }
}
