package io.eipmeter.schemas;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that runs {@code speed} times as fast as the wall clock, the same in every process that
 * is given the same three numbers. Written {@code originMs@wallMs*speed} on a command line.
 */
public final class ScaledClock extends Clock {
  private final long originMs;
  private final long wallMs;
  private final int speed;
  private final ZoneId zone;

  /**
   * @param originMs what this clock shows when the wall clock shows {@code wallMs}
   * @param speed at least 1
   */
  public ScaledClock(long originMs, long wallMs, int speed) {
    this(originMs, wallMs, speed, ZoneOffset.UTC);
  }

  private ScaledClock(long originMs, long wallMs, int speed, ZoneId zone) {
    if (speed < 1) {
      throw new IllegalArgumentException("speed must be at least 1, was " + speed);
    }
    this.originMs = originMs;
    this.wallMs = wallMs;
    this.speed = speed;
    this.zone = zone;
  }

  @Override
  public long millis() {
    return originMs + (System.currentTimeMillis() - wallMs) * speed;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId newZone) {
    return new ScaledClock(originMs, wallMs, speed, newZone);
  }

  @Override
  public String toString() {
    return originMs + "@" + wallMs + "*" + speed;
  }
}
