package io.eipmeter.sim.world;

import com.google.protobuf.ByteString;
import io.eipmeter.schemas.v1.FlowDirection;
import io.eipmeter.schemas.v1.MeteringPoint;
import io.eipmeter.sim.world.export.FlowPath;
import java.util.List;
import java.util.Set;

/**
 * Which records count, where the same packets are exported more than once.
 *
 * @param meters the exporters whose records count; none: those of all
 * @param egressOnly whether only records metered at egress count
 */
record Sightings(Set<Address> meters, boolean egressOnly) {
  /** Every record counts. */
  static final Sightings ALL = new Sightings(Set.of(), false);

  boolean count(Address exporter, FlowPath path) {
    return (meters.isEmpty() || meters.contains(exporter)) && (!egressOnly || path.egress());
  }

  /** The same as a setting of eipmeter. */
  List<MeteringPoint> points() {
    return meters.stream()
        .sorted()
        .map(
            meter ->
                MeteringPoint.newBuilder()
                    .setExporterAddress(ByteString.copyFrom(meter.bytes()))
                    .setDirection(
                        egressOnly
                            ? FlowDirection.FLOW_DIRECTION_EGRESS
                            : FlowDirection.FLOW_DIRECTION_ANY)
                    .build())
        .toList();
  }
}
