package io.eipmeter.sim.world.script;

import io.eipmeter.schemas.v1.ChargeMethod;
import io.eipmeter.sim.world.control.Association;
import io.eipmeter.sim.world.control.Pool;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one EIP does. Times count from the run's start; negative ones lie before it.
 *
 * @param unit which of the pool's units its address is, from 0
 * @param maximumMbps its maximum bandwidth
 * @param held from its allocation to its release
 * @param attached to what and when, in the order of time
 * @param streams its traffic
 */
public record Role(
    String eipId,
    String account,
    Pool pool,
    int unit,
    ChargeMethod chargeMethod,
    int maximumMbps,
    Span held,
    List<Attachment> attached,
    List<Stream> streams) {

  /**
   * From, and up to but not including.
   *
   * @param to null: for ever
   */
  public record Span(Duration from, @Nullable Duration to) {}

  /** A time attached to a resource. */
  public record Attachment(Association.Kind kind, Span span) {}

  /**
   * Packets at even intervals, so that anybody can add them up.
   *
   * @param every time between two bursts; the first is at the span's beginning
   * @param bytesOut of a burst, IP layer; 0: none
   * @param bytesIn the same, into the EIP
   */
  public record Stream(Span span, Duration every, long bytesOut, long bytesIn) {
    /** A burst each second that makes these rates. */
    static Stream steady(Span span, long kilobitsOut, long kilobitsIn) {
      return new Stream(span, Duration.ofSeconds(1), kilobitsOut * 125, kilobitsIn * 125);
    }
  }

  public Role {
    attached = List.copyOf(attached);
    streams = List.copyOf(streams);
  }
}
