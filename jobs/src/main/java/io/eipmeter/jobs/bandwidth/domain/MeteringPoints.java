package io.eipmeter.jobs.bandwidth.domain;

import io.eipmeter.protocols.Flow;
import io.eipmeter.schemas.v1.FlowDirection;
import io.eipmeter.schemas.v1.MeteringPoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which sightings of our traffic count. Where no point is set, every sighting counts; else one
 * counts where a point names its exporter, interface, direction and address. Immutable.
 */
final class MeteringPoints {
  private final List<Point> points;
  private final boolean all;

  MeteringPoints(List<MeteringPoint> points) {
    this.points = points.stream().map(Point::of).toList();
    this.all = points.isEmpty();
  }

  private MeteringPoints(List<Point> points, boolean all) {
    this.points = points;
    this.all = all;
  }

  /** The points that one exporter can match. */
  MeteringPoints of(long exporterHigh, long exporterLow) {
    List<Point> mine = new ArrayList<>();
    for (Point point : points) {
      if (point.exporter == null
          || point.exporter.equals(new Prefix.Bits(exporterHigh, exporterLow))) {
        mine.add(point);
      }
    }
    return new MeteringPoints(mine, all);
  }

  /** Whether this sighting of an address of ours counts. */
  boolean count(Flow flow, long high, long low) {
    if (all) {
      return true;
    }
    for (Point point : points) {
      if (point.names(flow, high, low)) {
        return true;
      }
    }
    return false;
  }

  private record Point(
      Prefix.@Nullable Bits exporter,
      @Nullable Prefix prefix,
      int ifIndex,
      FlowDirection direction) {
    static Point of(MeteringPoint point) {
      return new Point(
          point.getExporterAddress().isEmpty()
              ? null
              : Prefix.of(point.getExporterAddress(), 128).first(),
          point.getPrefixAddress().isEmpty()
              ? null
              : Prefix.of(point.getPrefixAddress(), point.getPrefixLength()),
          point.getIfIndex(),
          point.getDirection());
    }

    boolean names(Flow flow, long high, long low) {
      return (prefix == null || prefix.contains(high, low))
          && (ifIndex == 0 || isAt(flow))
          && (direction == FlowDirection.FLOW_DIRECTION_ANY || goes(flow));
    }

    private boolean isAt(Flow flow) {
      return flow.has(Flow.IN_IF) && flow.inIf == ifIndex
          || flow.has(Flow.OUT_IF) && flow.outIf == ifIndex;
    }

    /** IPFIX flowDirection: 0 is ingress, 1 egress; a record that does not tell is no match. */
    private boolean goes(Flow flow) {
      int wanted = direction == FlowDirection.FLOW_DIRECTION_EGRESS ? 1 : 0;
      return flow.has(Flow.DIRECTION) && flow.direction == wanted;
    }
  }
}
