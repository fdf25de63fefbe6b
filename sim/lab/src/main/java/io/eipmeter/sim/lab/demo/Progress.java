package io.eipmeter.sim.lab.demo;

import io.eipmeter.schemas.Topic;
import io.eipmeter.sim.lab.compare.SettledTables;
import io.eipmeter.sim.lab.process.LabFailure;
import io.eipmeter.sim.lab.traffic.SettledWatch;
import io.eipmeter.sim.lab.traffic.UdpExports;
import io.eipmeter.sim.world.SimulationOptions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A line now and then: how far the traffic is, and how far behind the tables are. */
final class Progress {
  private static final long EVERY_NS = 2_000_000_000L;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Talk talk;
  private final Clock clock;
  private final SimulationOptions world;
  private final UdpExports exports;
  private final SettledWatch minutes;
  private final SettledTables tables;
  private long lastNs = System.nanoTime();
  private long lastDatagrams;

  Progress(
      Talk talk,
      Clock clock,
      SimulationOptions world,
      UdpExports exports,
      SettledWatch minutes,
      SettledTables tables) {
    this.talk = talk;
    this.clock = clock;
    this.world = world;
    this.exports = exports;
    this.minutes = minutes;
    this.tables = tables;
  }

  /** Says something if the last time was long enough ago. */
  void show() {
    long nowNs = System.nanoTime();
    if (nowNs - lastNs < EVERY_NS) {
      return;
    }
    long nowMs = clock.millis();
    long datagrams = exports.datagrams();
    talk.say(
        "%s    %d%% of traffic, %d datagrams (%d/s), %d rows settled, lag of the jobs %s, of the"
            + " tables %s",
        TIME.format(Instant.ofEpochMilli(nowMs)),
        Math.max(
            0, Math.min(100, (nowMs - world.startMs()) * 100 / (world.endMs() - world.startMs()))),
        datagrams,
        (datagrams - lastDatagrams) * 1_000_000_000L / (nowNs - lastNs),
        minutes.rows(),
        lag(nowMs, minutes.settledUntilMs()),
        lag(nowMs, tablesUntilMs()));
    lastNs = System.nanoTime();
    lastDatagrams = datagrams;
  }

  private long tablesUntilMs() {
    try {
      return tables.settledUntilMs(Topic.EIP_MINUTES, Demo.PARTITIONS);
    } catch (LabFailure e) {
      return 0; // it may be the one that was killed
    }
  }

  private static String lag(long nowMs, long untilMs) {
    return untilMs <= 0 ? "?" : Math.max(0, nowMs - untilMs) / 1_000 + " virtual s";
  }
}
