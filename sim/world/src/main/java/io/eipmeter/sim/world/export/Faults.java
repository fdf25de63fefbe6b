package io.eipmeter.sim.world.export;

/**
 * What goes wrong between gateways and collector.
 *
 * @param line on the way; loss, repetition and order on every gateway's way, the rest on the
 *     first's
 * @param device at the first gateway
 */
public record Faults(Line line, Device device) {
  public static final Faults NONE =
      new Faults(new Line(0, 0, 0, 0, 0, 0), new Device(0, 0, 0, 0, 0, 0, 0));

  /**
   * @param lost the part of datagrams with records that never arrive
   * @param doubled the part of datagrams that arrive twice
   * @param reordered the part of datagrams that arrive after their successor
   * @param lateMs how long each datagram takes
   * @param templatesLostFromMs from when on datagrams without records are lost, after the beginning
   * @param templatesLostToMs until when
   */
  public record Line(
      double lost,
      double doubled,
      double reordered,
      long lateMs,
      long templatesLostFromMs,
      long templatesLostToMs) {
    /** What can go wrong on the way of any gateway. */
    Line ofAny() {
      return new Line(lost, doubled, reordered, 0, 0, 0);
    }

    boolean losesTemplates() {
      return templatesLostFromMs < templatesLostToMs;
    }
  }

  /**
   * Times are after the beginning.
   *
   * @param restartAfterMs when it starts anew; 0: never
   * @param sequenceResetAfterMs when its sequence falls to zero, and nothing else; 0: never
   * @param layoutChangeAfterMs when its templates get another layout, and nothing else; 0: never
   * @param templatesAfterMs when it sends its first templates
   * @param skewMs how far its clock is ahead; whole seconds
   * @param samplingRateAfterMs when it tells its sampling rate, after its templates
   * @param uptimeWrapAfterMs when its 32-bit uptime wraps; 0: not in the run
   */
  public record Device(
      long restartAfterMs,
      long sequenceResetAfterMs,
      long layoutChangeAfterMs,
      long templatesAfterMs,
      long skewMs,
      long samplingRateAfterMs,
      long uptimeWrapAfterMs) {}

  /** The faults of a gateway that is not the first. */
  public Faults ofAny() {
    return new Faults(line.ofAny(), NONE.device);
  }

  /** Whether each exporter's datagrams all arrive, once, and in the order sent. */
  public boolean inOrder() {
    return line.lost == 0 && line.doubled == 0 && line.reordered == 0 && !line.losesTemplates();
  }

  /** Whether any datagram never arrives. */
  public boolean loses() {
    return line.lost > 0 || line.losesTemplates();
  }
}
