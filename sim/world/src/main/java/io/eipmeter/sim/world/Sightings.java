package io.eipmeter.sim.world;

import com.google.protobuf.ByteString;
import io.eipmeter.schemas.v1.FlowDirection;
import io.eipmeter.schemas.v1.MeteringPoint;
import io.eipmeter.sim.world.control.Pool;
import io.eipmeter.sim.world.export.FlowPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which records count, where the same packets are exported more than once.
 *
 * @param points where traffic counts; none: every record counts
 */
record Sightings(List<Point> points) {
  /** Every record counts. */
  static final Sightings ALL = new Sightings(List.of());

  /**
   * @param exporter whose records count
   * @param pool the addresses for which they count; null: all
   * @param egressOnly whether only records metered at egress count
   */
  record Point(Address exporter, @Nullable Pool pool, boolean egressOnly) {
    boolean names(Address by, FlowPath path, Address ours) {
      return exporter.equals(by)
          && (pool == null || pool.contains(ours))
          && (!egressOnly || path.egress());
    }
  }

  Sightings {
    points = List.copyOf(points);
  }

  /**
   * @param ours the end of the path whose usage it would be
   */
  boolean count(Address exporter, FlowPath path, Address ours) {
    if (points.isEmpty()) {
      return true;
    }
    for (Point point : points) {
      if (point.names(exporter, path, ours)) {
        return true;
      }
    }
    return false;
  }

  /** The same as a setting of eipmeter. */
  List<MeteringPoint> settings() {
    return points.stream().map(Sightings::setting).toList();
  }

  private static MeteringPoint setting(Point point) {
    MeteringPoint.Builder setting =
        MeteringPoint.newBuilder()
            .setExporterAddress(ByteString.copyFrom(point.exporter().bytes()))
            .setDirection(
                point.egressOnly()
                    ? FlowDirection.FLOW_DIRECTION_EGRESS
                    : FlowDirection.FLOW_DIRECTION_ANY);
    Pool pool = point.pool();
    if (pool != null) {
      setting
          .setPrefixAddress(ByteString.copyFrom(pool.base().bytes()))
          .setPrefixLength(pool.length());
    }
    return setting.build();
  }
}
