package io.eipmeter.sim.world.script;

import io.eipmeter.schemas.v1.ChargeMethod;
import io.eipmeter.sim.world.control.Association;
import io.eipmeter.sim.world.control.Pool;
import io.eipmeter.sim.world.script.Role.Attachment;
import io.eipmeter.sim.world.script.Role.Span;
import io.eipmeter.sim.world.script.Role.Stream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a {@link Role} down, line by line. */
final class RoleSheet {
  /** A port scanner's packet and the answer that nothing listens: IP and TCP headers. */
  private static final int PROBE_BYTES = 40;

  private static final Duration BETWEEN_PROBES = Duration.ofSeconds(30);
  private static final Duration BETWEEN_BURSTS = Duration.ofSeconds(10);
  private static final long BYTES_A_KILOBIT = 125;

  private final String eipId;
  private final String account;
  private final Pool pool;
  private final int unit;
  private final ChargeMethod method;
  private final int maximumMbps;
  private final List<Attachment> attached = new ArrayList<>();
  private final List<Stream> streams = new ArrayList<>();
  private Span held = new Span(Duration.ZERO, null);

  RoleSheet(
      String eipId, String account, Pool pool, int unit, ChargeMethod method, int maximumMbps) {
    this.eipId = eipId;
    this.account = account;
    this.pool = pool;
    this.unit = unit;
    this.method = method;
    this.maximumMbps = maximumMbps;
  }

  RoleSheet held(Duration from) {
    held = new Span(from, null);
    return this;
  }

  RoleSheet held(Duration from, Duration to) {
    held = new Span(from, to);
    return this;
  }

  RoleSheet attached(Association.Kind kind, Duration from) {
    return attachedUntil(kind, from, null);
  }

  RoleSheet attached(Association.Kind kind, Duration from, Duration to) {
    return attachedUntil(kind, from, to);
  }

  private RoleSheet attachedUntil(Association.Kind kind, Duration from, @Nullable Duration to) {
    attached.add(new Attachment(kind, new Span(from, to)));
    return this;
  }

  /** Steady traffic, kilobits per second. */
  RoleSheet stream(Duration from, Duration to, long kilobitsOut, long kilobitsIn) {
    streams.add(Stream.steady(new Span(from, to), kilobitsOut, kilobitsIn));
    return this;
  }

  /** The same rates in a burst each ten seconds, for a long time. */
  RoleSheet bursts(Duration from, Duration to, long kilobitsOut, long kilobitsIn) {
    long seconds = BETWEEN_BURSTS.toSeconds();
    streams.add(
        new Stream(
            new Span(from, to),
            BETWEEN_BURSTS,
            kilobitsOut * BYTES_A_KILOBIT * seconds,
            kilobitsIn * BYTES_A_KILOBIT * seconds));
    return this;
  }

  /** Somebody looks for open ports, and is told that there are none. */
  RoleSheet scans(Duration from, Duration to) {
    streams.add(new Stream(new Span(from, to), BETWEEN_PROBES, PROBE_BYTES, PROBE_BYTES));
    return this;
  }

  Role build() {
    return new Role(eipId, account, pool, unit, method, maximumMbps, held, attached, streams);
  }
}
