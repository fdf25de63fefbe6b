package io.eipmeter.dashboards;

import java.util.List;
import java.util.Map;

/**
 * What a person has chosen on a dashboard.
 *
 * @param fromS start of the time range, seconds since the epoch
 * @param toS its end
 * @param intervalS the step that Grafana offers, seconds
 * @param variables the values of each variable; {@code $__all} alone is all
 */
record Shown(long fromS, long toS, long intervalS, Map<String, List<String>> variables) {
  static final List<String> ALL = List.of("$__all");
}
